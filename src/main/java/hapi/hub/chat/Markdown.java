package hapi.hub.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/// Markdown to HTML that is safe to put into a page, whatever the text is.
///
/// Two walls: the renderer escapes HTML in the text, and the result passes a safelist. Links go to
/// `http`, `https` and `mailto` only and open apart; a picture is a link to it, nothing is loaded;
/// a code block keeps `class="language-x"`. A text over 1 MiB is cut with a note; one that nests
/// too deep comes out as plain text. Thread-safe.
public final class Markdown {
    static final int MAX_CHARS = 1024 * 1024;
    private static final int MAX_DEPTH = 80;
    private static final int MAX_OPEN_BLOCKS = 40;

    private static final Pattern ALLOWED_LINK =
            Pattern.compile("(?i)^(https?://|mailto:)[^\\s\\x00-\\x1f]+$");
    private static final List<Extension> EXTENSIONS =
            List.of(
                    TablesExtension.create(),
                    StrikethroughExtension.create(),
                    AutolinkExtension.create());
    private static final Parser PARSER =
            Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(MAX_OPEN_BLOCKS).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder()
                    .extensions(EXTENSIONS)
                    .escapeHtml(true)
                    .sanitizeUrls(true)
                    .attributeProviderFactory(_ ->
                            (_, tag, attributes) -> {
                                if (tag.equals("a")) {
                                    attributes.putAll(Map.of("target", "_blank"));
                                }
                            })
                    .build();
    private static final PolicyFactory SAFELIST =
            new HtmlPolicyBuilder()
                    .allowElements(
                            "p",
                            "br",
                            "hr",
                            "h1",
                            "h2",
                            "h3",
                            "h4",
                            "h5",
                            "h6",
                            "ul",
                            "ol",
                            "li",
                            "blockquote",
                            "pre",
                            "code",
                            "em",
                            "strong",
                            "del",
                            "table",
                            "thead",
                            "tbody",
                            "tr",
                            "th",
                            "td",
                            "a")
                    .allowUrlProtocols("http", "https", "mailto")
                    .allowAttributes("href")
                    .onElements("a")
                    .allowAttributes("target")
                    .matching(true, "_blank")
                    .onElements("a")
                    .requireRelsOnLinks("noopener", "noreferrer")
                    .allowAttributes("class")
                    .matching(Pattern.compile("language-[A-Za-z0-9_+#.-]{1,40}"))
                    .onElements("code")
                    .allowAttributes("start")
                    .matching(Pattern.compile("\\d{1,9}"))
                    .onElements("ol")
                    .allowAttributes("align")
                    .matching(true, "left", "right", "center")
                    .onElements("th", "td")
                    .toFactory();

    private Markdown() {}

    /// Safe HTML of a text. `cut` says in words that so many characters were left out at its end.
    public static String toHtml(String markdown, IntFunction<String> cut) {
        int end = markdown.length();
        if (end > MAX_CHARS) {
            end = MAX_CHARS;
            if (Character.isHighSurrogate(markdown.charAt(end - 1))) {
                end--;
            }
        }
        String html = render(markdown.substring(0, end));
        int left = markdown.length() - end;
        if (left == 0) {
            return html;
        }
        StringBuilder words = new StringBuilder();
        AnsiText.escape(cut.apply(left), words);
        return html + "<p><em>" + words + "</em></p>";
    }

    private static String render(String markdown) {
        Node document;
        try {
            document = PARSER.parse(markdown);
        } catch (StackOverflowError e) {
            // The autolink extension walks the tree by recursion: nesting that deep is no prose.
            return plain(markdown);
        }
        return isTame(document) ? SAFELIST.sanitize(RENDERER.render(document)) : plain(markdown);
    }

    private static String plain(String text) {
        StringBuilder html = new StringBuilder("<pre>");
        AnsiText.escape(text.replace("\u0000", ""), html);
        return html.append("</pre>").toString();
    }

    private record Place(Node node, int depth) {}

    /// Rewrites what must not reach the renderer; false when the tree is too deep to be drawn.
    private static boolean isTame(Node document) {
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(document, 0));
        while (!open.isEmpty()) {
            Place place = open.pop();
            if (place.depth() > MAX_DEPTH) {
                return false;
            }
            Deque<Node> children = new ArrayDeque<>();
            for (Node child = place.node().getFirstChild();
                    child != null;
                    child = child.getNext()) {
                children.add(child);
            }
            while (!children.isEmpty()) {
                Node child = children.poll();
                List<Node> tamed = tamed(child);
                if (tamed.size() == 1
                        && (tamed.getFirst() == child || isAllowed(tamed.getFirst()))) {
                    open.push(new Place(tamed.getFirst(), place.depth() + 1));
                } else {
                    children.addAll(tamed);
                }
            }
        }
        return true;
    }

    private static boolean isAllowed(Node node) {
        return node instanceof Link link && ALLOWED_LINK.matcher(link.getDestination()).matches();
    }

    private static List<Node> tamed(Node node) {
        return switch (node) {
            case Image image -> linked(image, image.getDestination(), image.getTitle(), "image");
            case Link link when !isAllowed(link) ->
                    linked(link, link.getDestination(), link.getTitle(), "link");
            case ListItem item -> {
                checkbox(item);
                yield List.of(item);
            }
            default -> List.of(node);
        };
    }

    /// An allowed link in place of the node; else its words alone.
    private static List<Node> linked(Node node, String destination, String title, String fallback) {
        boolean isAllowed = ALLOWED_LINK.matcher(destination).matches();
        if (node.getFirstChild() == null) {
            node.appendChild(new Text(isAllowed ? destination : fallback));
        }
        List<Node> words = new ArrayList<>();
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            words.add(child);
        }
        if (isAllowed) {
            Link link = new Link(destination, title);
            words.forEach(link::appendChild);
            node.insertBefore(link);
            node.unlink();
            return List.of(link);
        }
        words.forEach(node::insertBefore);
        node.unlink();
        return words;
    }

    /// `[ ]` and `[x]` at the start of a list item.
    private static void checkbox(ListItem item) {
        if (item.getFirstChild() instanceof Paragraph paragraph
                && paragraph.getFirstChild() instanceof Text text) {
            String literal = text.getLiteral();
            if (literal.startsWith("[ ] ")) {
                text.setLiteral("☐ " + literal.substring(4));
            } else if (literal.startsWith("[x] ") || literal.startsWith("[X] ")) {
                text.setLiteral("☑ " + literal.substring(4));
            }
        }
    }
}
