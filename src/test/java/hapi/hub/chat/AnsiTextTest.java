package hapi.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    @DisplayName("row 12: on the page too every other sequence is inert")
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
    @DisplayName("row 12: clipboard, answer-back and marks that turn the writing are inert")
    void whatReachesOutIsInert() {
        assertThat(plain("a" + ESC + "]52;c;ZXZpbA==\u0007" + ESC + "P$qm" + ESC + "\\b"))
                .isEqualTo("ab");
        assertThat(plain("safe\u202etxt.exe\u202c\u2066x\u2069")).isEqualTo("safetxt.exex");
        assertThat(plain(ESC + "[" + "1".repeat(1_000_000) + "mx")).doesNotContain(ESC);
    }

    /// The goal is 50 ms; the limit only tells linear from quadratic, which takes minutes.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b", "\u001b[", "\u001b]", "\u001b]0;", "\u009d", "\u009b", "\u001b[1;",
                "\u001b[31mx", "x\r", "\u001b[31mx\r", "\n\r", "x\b", "\u001b[31m\b", "\u202e"
            })
    @DisplayName("row 12: a mebibyte of sequences takes no time")
    void floodTakesNoTime(String unit) {
        String flood = unit.repeat(1024 * 1024 / unit.length());

        long begun = System.nanoTime();
        html(flood);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
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
