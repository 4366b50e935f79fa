package hapi.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AnsiTextTest {
    private static final String ESC = "\u001b";

    @Test
    void coloursBecomeClasses() {
        assertThat(
                        AnsiText.html(
                                ESC
                                        + "[1;31mbad"
                                        + ESC
                                        + "[0m <ok> "
                                        + ESC
                                        + "[92mgood"
                                        + ESC
                                        + "[39m."))
                .isEqualTo(
                        "<span class=\"ansi-bold ansi-fg-red\">bad</span> &lt;ok&gt; "
                                + "<span class=\"ansi-fg-bright-green\">good</span>.");
        assertThat(AnsiText.html(ESC + "[38;5;12mx" + ESC + "[38;2;1;2;3my"))
                .isEqualTo("<span class=\"ansi-fg-bright-blue\">x</span>y");
    }

    @Test
    void everyOtherSequenceIsInert() {
        assertThat(
                        AnsiText.plain(
                                "a"
                                        + ESC
                                        + "[2J"
                                        + ESC
                                        + "]0;title\u0007"
                                        + ESC
                                        + "]8;;https://evil"
                                        + ESC
                                        + "\\link"
                                        + ESC
                                        + "(B"
                                        + ESC
                                        + "[?25l"
                                        + "\u009b31mb\u0000\u0007"))
                .isEqualTo("alinkb");
    }

    @Test
    void redrawnLineKeepsItsLastForm() {
        assertThat(AnsiText.plain("one\n10%\r50%\r100%\ntwo\r\nthree\r"))
                .isEqualTo("one\n100%\ntwo\nthree");
        assertThat(AnsiText.plain(ESC + "[31m10%" + ESC + "[0m\r20%")).isEqualTo("20%");
    }

    @Test
    void unfinishedSequenceAtTheEndIsDropped() {
        for (String tail : new String[] {"[", "[31", "]0;title", "(", ""}) {
            assertThat(AnsiText.plain("text" + ESC + tail)).isEqualTo("text");
        }
    }

    @Test
    void onlyKnownClassesAndEscapedTextComeOut() {
        Random random = new Random(3);
        String[] pieces = {
            ESC, "[", "]", ";", "31", "38", "5", "m", "\r", "\n", "\b", "<", "\"", "&", "x",
            "\u0007", "48;2;", "999999"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }

            String html = AnsiText.html(text.toString());

            assertThat(html.replaceAll("<span class=\"[a-z -]+\">|</span>", ""))
                    .doesNotContain("<")
                    .doesNotContain("\"")
                    .doesNotContain(ESC);
        }
    }

    @Test
    void veryLongOutputIsCutWithANote() {
        assertThat(AnsiText.plain("x".repeat(AnsiText.MAX_CHARS + 7)))
                .endsWith("x\n… 7 more characters");
    }
}
