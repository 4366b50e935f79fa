package hapi.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AnsiTextTest {
    private static String html(String output) {
        return AnsiText.html(output, AnsiTextTest::cut);
    }

    private static String plain(String output) {
        return AnsiText.plain(output, AnsiTextTest::cut);
    }

    private static String cut(int left) {
        return "… " + left + " more characters";
    }

    private static final String ESC = "\u001b";

    @Test
    void coloursBecomeClasses() {
        assertThat(html(ESC + "[1;31mbad" + ESC + "[0m <ok> " + ESC + "[92mgood" + ESC + "[39m."))
                .isEqualTo(
                        "<span class=\"ansi-bold ansi-fg-red\">bad</span> &lt;ok&gt; "
                                + "<span class=\"ansi-fg-bright-green\">good</span>.");
        assertThat(html(ESC + "[38;5;12mx" + ESC + "[38;2;1;2;3my"))
                .isEqualTo("<span class=\"ansi-fg-bright-blue\">x</span>y");
    }

    @Test
    void everyOtherSequenceIsInert() {
        assertThat(
                        plain(
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
        assertThat(plain("one\n10%\r50%\r100%\ntwo\r\nthree\r")).isEqualTo("one\n100%\ntwo\nthree");
        assertThat(plain(ESC + "[31m10%" + ESC + "[0m\r20%")).isEqualTo("20%");
    }

    @Test
    void unfinishedSequenceAtTheEndIsDropped() {
        for (String tail : new String[] {"[", "[31", "]0;title", "(", ""}) {
            assertThat(plain("text" + ESC + tail)).isEqualTo("text");
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

            String html = html(text.toString());

            assertThat(html.replaceAll("<span class=\"[a-z -]+\">|</span>", ""))
                    .doesNotContain("<")
                    .doesNotContain("\"")
                    .doesNotContain(ESC);
        }
    }

    @Test
    void veryLongOutputIsCutWithANote() {
        assertThat(plain("x".repeat(AnsiText.MAX_CHARS + 7))).endsWith("x\n… 7 more characters");
    }
}
