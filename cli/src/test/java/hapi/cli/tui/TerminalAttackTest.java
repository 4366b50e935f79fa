package hapi.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Row 12: what agents, hubs and file names can bring to a terminal is inert, and quickly so.
class TerminalAttackTest {
    private static final Duration PER_MEBIBYTE = Duration.ofSeconds(20);

    static Stream<String> attacks() {
        return Stream.of(
                "\033]8;;javascript:alert(1)\033\\click\033]8;;\033\\",
                "\033]8;;javascript:alert(1)\007click\033]8;;\007",
                "\033]52;c;ZXZpbA==\007",
                "\033]52;c;?\007",
                "\033]0;title\007\033[21t",
                "\033]2;rm -rf /\r\n\033\\",
                "\033P$qm\033\\",
                "\033P+q544e\033\\",
                "\033[c\033[>c\033[5n\033[6n\033[?6n\033Z\005",
                "\033[" + "1".repeat(1_000_000) + "m",
                "\033[" + "1;".repeat(500_000) + "H",
                "\u009b2J\u009d52;c;ZXZpbA==\u009c\u0090$qm\u009c",
                "\033[2J\033[H\033[3J\033c\033[?1049h\033[1000h",
                "\033[201~; rm -rf x\n",
                "\033(0lqqk\033(B\016\017",
                "\033_Gf=100;AAAA\033\\\033^x\033\\\033Xy\033\\",
                "\033[?2026h\033[20h\033[4h\033[8;1;1t",
                "\b\b\bno\177\177",
                "safe\u202etxt.exe\u2066\u2069\u200f\u061c\u2028x\u2029y",
                "one\033",
                "\033[",
                "\033]0;never ends",
                "\033\033[\033]\033P",
                "\ud83d \udc00 half pairs",
                "\0null\033[31mred\033[0m");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    @DisplayName("row 12: nothing but text, breaks and colours gets through the output")
    void outputIsInert(String attack) {
        String printed = printed("before " + attack + " after");

        assertThat(printed).startsWith("before ").endsWith(" after");
        assertThat(printed.replaceAll("\033\\[[0-9;]{0,62}[mK]", ""))
                .doesNotContainPattern("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]")
                .doesNotContainPattern("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    @DisplayName("row 12: lines of a chat and of questions hold no character that steers")
    void displayedLinesAreInert(String attack) {
        List<String> shown =
                Stream.of(
                                DisplayText.lines(attack),
                                List.of(DisplayText.line(attack)),
                                DisplayText.exactLines(attack))
                        .flatMap(List::stream)
                        .toList();

        assertThat(shown)
                .noneMatch(line ->
                        line.codePoints()
                                .anyMatch(c ->
                                        Character.isISOControl(c)
                                                || Character.getType(c) == Character.SURROGATE
                                                || (Character.getType(c) == Character.FORMAT
                                                        && c != 0x200d)));
    }

    @Test
    @DisplayName("row 12: colours, emoji and other scripts stay as they are, also when torn apart")
    void harmlessTextIsKept() {
        String text = "\033[1;31mbold\033[0m\033[K Grüße 漢字 👩‍💻 ─ end\r\n\tx";

        assertThat(printed(text)).isEqualTo(text);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream inert = over(bytes);
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            inert.write(one);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    }

    /// The goal is 50 ms; the limit only tells linear from quadratic, which takes minutes.
    @ParameterizedTest
    @MethodSource("floods")
    @DisplayName("row 12: a mebibyte of sequences takes no time")
    void floodsTakeNoTime(String unit) {
        String flood = unit.repeat(1024 * 1024 / unit.length());

        long begun = System.nanoTime();
        DisplayText.lines(flood);
        DisplayText.exactLines(flood);
        printed(flood);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PER_MEBIBYTE);
    }

    static Stream<String> floods() {
        return Stream.of(
                "\033",
                "\033[",
                "\033]",
                "\033]0;",
                "\u009d",
                "\u009b",
                "\u0090x",
                "\033[1;",
                "\033P\u009d",
                "\u202e",
                "1",
                "\033[1;31mx",
                "\ud83d",
                "\u009e\007");
    }

    private static String printed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        over(bytes).print(text);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream over(ByteArrayOutputStream bytes) {
        return InertOutput.over(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    }
}
