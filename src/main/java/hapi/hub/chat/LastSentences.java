package hapi.hub.chat;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/// Why an agent asks, in its own words: the end of what it said last before the call. Pure.
public final class LastSentences {
    public static final int MAX_CHARS = 280;

    /// So many blocks of the thread back a text still counts as said of this call.
    private static final int REACH = 8;

    /// A longer text is read from its end only; a sentence is not longer.
    private static final int MAX_READ = 8_000;

    private static final Parser PARSER = Parser.builder().maxOpenBlockParsers(32).build();

    private LastSentences() {}

    /// What the agent said before an open request; empty when it said nothing, or when a person
    /// spoke in between.
    public static String before(Timeline timeline, String request) {
        for (ChatBlock.ToolCallBlock tool : timeline.openRequests()) {
            if (tool.openPermission().filter(it -> it.requestId().equals(request)).isPresent()) {
                List<ChatBlock> before = timeline.before(tool.id(), REACH);
                for (ChatBlock block : before.reversed()) {
                    switch (block) {
                        case ChatBlock.AgentText text -> {
                            return of(text.text());
                        }
                        case ChatBlock.UserText _ -> {
                            return "";
                        }
                        default -> {}
                    }
                }
                return "";
            }
        }
        return "";
    }

    /// The last sentences of a Markdown text's last paragraph that fit, as plain text on one line.
    /// Only a single sentence that is too long is cut inside, and says so with an ellipsis.
    public static String of(String markdown) {
        String end =
                markdown.length() > MAX_READ
                        ? markdown.substring(markdown.length() - MAX_READ)
                        : markdown;
        String text = lastParagraph(end).replaceAll("\\s+", " ").strip();
        if (text.length() <= MAX_CHARS) {
            return text;
        }
        List<String> sentences = sentences(text);
        String kept = "";
        for (String sentence : sentences.reversed()) {
            String more = kept.isEmpty() ? sentence : sentence + " " + kept;
            if (more.length() > MAX_CHARS) {
                break;
            }
            kept = more;
        }
        return kept.isEmpty() ? cut(sentences.getLast()) : kept;
    }

    private static String lastParagraph(String markdown) {
        Node last = null;
        for (Node node = PARSER.parse(markdown).getLastChild(); node != null && last == null; ) {
            last = inside(node);
            node = node.getPrevious();
        }
        StringBuilder plain = new StringBuilder();
        if (last != null) {
            plain(last, plain);
        }
        return plain.toString();
    }

    private static void plain(Node node, StringBuilder into) {
        switch (node) {
            case Text text -> into.append(text.getLiteral());
            case Code code -> into.append(code.getLiteral());
            case SoftLineBreak _, HardLineBreak _ -> into.append(' ');
            default -> {
                for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
                    plain(child, into);
                }
            }
        }
    }

    /// The last paragraph in a block, in a list's last item for example.
    private static @Nullable Node inside(Node node) {
        if (node instanceof Paragraph) {
            return node;
        }
        for (Node child = node.getLastChild(); child != null; child = child.getPrevious()) {
            Node found = inside(child);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static List<String> sentences(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        List<String> sentences = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            String sentence = text.substring(start, end).strip();
            if (!sentence.isEmpty()) {
                sentences.add(sentence);
            }
            start = end;
        }
        return sentences;
    }

    private static String cut(String sentence) {
        if (sentence.length() <= MAX_CHARS) {
            return sentence;
        }
        int end = sentence.lastIndexOf(' ', MAX_CHARS - 1);
        if (end < MAX_CHARS / 2) {
            end = MAX_CHARS - 1;
            if (Character.isHighSurrogate(sentence.charAt(end - 1))) {
                end--;
            }
        }
        return sentence.substring(0, end).stripTrailing() + "…";
    }
}
