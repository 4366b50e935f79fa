package hapi.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
    private static String html(String markdown) {
        return Markdown.toHtml(markdown, left -> "<" + left + "> left out");
    }

    @Test
    void proseTablesTasksAndCodeComeOut() {
        String html =
                html(
                        """
                        # Pears

                        Some **ripe**, ~~some not~~, `one` rotten. See https://example.org/pears.

                        - [x] count
                        - [ ] eat

                        | kind | n |
                        |:--|--:|
                        | conference | 3 |

                        ```java
                        int n = a < b ? 1 : 2;
                        ```
                        """);

        assertThat(html)
                .contains("<h1>Pears</h1>")
                .contains("<strong>ripe</strong>")
                .contains("<del>some not</del>")
                .contains("<code>one</code>")
                .contains("☑ count")
                .contains("☐ eat")
                .contains("<td align=\"right\">3</td>")
                .contains("<code class=\"language-java\">int n &#61; a &lt; b ? 1 : 2;");
        assertThat(links(html)).containsExactly("https://example.org/pears");
    }

    @Test
    void linkOpensApartAndTellsNothing() {
        assertThat(html("[a](https://example.org)"))
                .contains("target=\"_blank\"")
                .contains("rel=\"noopener noreferrer\"");
    }

    @Test
    void pictureIsALinkAndNothingIsLoaded() {
        String html =
                html("![a *pear*](https://example.org/p.png) ![](data:image/png;base64,AAAA)");

        assertThat(html).doesNotContain("<img").doesNotContain("data:");
        assertThat(links(html)).containsExactly("https://example.org/p.png");
        assertThat(html).contains("pear").contains("image");
    }

    @Test
    void linkToAnywhereElseIsItsWordsAlone() {
        String html =
                html(
                        "[file](src/a.ts) [own](/api/sessions) [js](javascript:alert) [![in](x)](y) <ftp://h/x>");

        assertThat(html).doesNotContain("<a").contains("file own js in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<svg/onload=alert(1)>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](&#106;avascript:alert(1))",
                "[x](java\tscript:alert(1))",
                "[x](<java\nscript:alert(1)>)",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "[x](vbscript:msgbox(1))",
                "[x](https://a.b/\"onmouseover=\"alert(1))",
                "![x\" onerror=\"alert(1)](https://a.b/c.png)",
                "[a](https://x.y 'title\" onclick=\"alert(1)')",
                "```\" onclick=\"alert(1)\n</code></pre><script>alert(1)</script>\n```",
                "```x\"><img/src=q onerror=alert(1)>\ncode\n```",
                "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
                "<style>@import 'https://evil'</style>",
                "<form action=https://evil><input name=q></form>",
                "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
                "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
                "[ref]: javascript:alert(1)\n\n[ref]",
                "<javascript:alert(1)>",
                "https://a.b/<script>alert(1)</script>",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "<scr<script>ipt>alert(1)</scr</script>ipt>",
                "\u0000<scr\u0000ipt>alert(1)</scr\u0000ipt>"
            })
    void nothingInItRuns(String attack) {
        assertSafe(html(attack));
        assertSafe(html("> - *" + attack + "*"));
    }

    @Test
    void nothingRunsInAnyMixOfAttacks() {
        List<String> pieces =
                List.of(
                        "<",
                        ">",
                        "\"",
                        "'",
                        "`",
                        "```",
                        "\n",
                        "\n\n",
                        "[",
                        "](",
                        ")",
                        "![",
                        "*",
                        "**",
                        "_",
                        "|",
                        "---",
                        "javascript:",
                        "data:text/html,",
                        "https://",
                        "<script>",
                        "</script>",
                        "onerror=",
                        "<img src=x ",
                        "<svg ",
                        "onload=alert(1)",
                        "&#x3c;",
                        "&lt;",
                        "\\",
                        "\u0000",
                        "<!--",
                        "-->",
                        "<![CDATA[",
                        "]]>",
                        "<?",
                        "?>",
                        "{{",
                        " ",
                        "    ",
                        "> ",
                        "- ",
                        "1. ",
                        "~~",
                        "\u202e",
                        "<a href=",
                        "style=");
        Random random = new Random(7);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n >= 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            texts.add(text.toString());
        }

        for (String text : texts) {
            assertSafe(html(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ">",
                "- ",
                "[",
                "![",
                "*a **a ",
                "_a __a ",
                "`",
                "~~a ",
                "((((",
                "<a ",
                "| ",
                "\\",
                "[a](",
                "&#",
                "1. ",
                "[[a]: ",
                "<b>",
                "https://a.b ",
                "    x\n",
                "```\n",
                "[^1]:"
            })
    void repetitionOfAnyMarkEndsSoon(String mark) {
        String text = mark.repeat(200_000 / mark.length());

        String html =
                Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> html(text));

        assertSafe(html);
    }

    @Test
    void veryLongTextIsCutWithANote() {
        String html = html("word ".repeat(500_000));

        assertThat(html).endsWith("<p><em>&lt;1451424&gt; left out</em></p>");
    }

    private static List<String> links(String html) {
        List<String> links = new ArrayList<>();
        Matcher matcher = Pattern.compile("href=\"([^\"]*)\"").matcher(html);
        while (matcher.find()) {
            links.add(matcher.group(1));
        }
        return links;
    }

    private static final Pattern TAG = Pattern.compile("<(/?)([^\\s>]*)([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s([a-z]+)=\"([^\"<>]*)\"");
    private static final List<String> TAGS =
            List.of(
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
                    "a");

    /// Reads the output as a browser would and knows every tag and attribute in it.
    private static void assertSafe(String html) {
        String rest = TAG.matcher(html.replace("<!-- -->", "")).replaceAll("");
        assertThat(rest).doesNotContain("<").doesNotContain("\u0000");
        Matcher tags = TAG.matcher(html.replace("<!-- -->", ""));
        while (tags.find()) {
            assertThat(TAGS).contains(tags.group(2).replace("/", ""));
            String attributes = tags.group(3);
            Matcher each = ATTRIBUTE.matcher(attributes);
            while (each.find()) {
                switch (each.group(1)) {
                    case "href" -> assertThat(each.group(2)).matches("(?s)(https?://|mailto:).*");
                    case "target" -> assertThat(each.group(2)).isEqualTo("_blank");
                    case "rel" -> assertThat(each.group(2)).isEqualTo("noopener noreferrer");
                    case "class" -> assertThat(each.group(2)).startsWith("language-");
                    case "align" -> assertThat(each.group(2)).matches("left|right|center");
                    case "start" -> assertThat(each.group(2)).matches("\\d+");
                    default -> Assertions.fail("attribute " + each.group(1) + " in " + html);
                }
            }
            assertThat(ATTRIBUTE.matcher(attributes).replaceAll("").strip()).isIn("", "/");
        }
    }
}
