package hapi.testkit.pty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalScreenTest {
    private final StringBuilder answers = new StringBuilder();
    private final TerminalScreen screen = new TerminalScreen(4, 10, answers::append);

    @Test
    void linesAppearOneBelowTheOther() {
        screen.print("one\r\ntwo");

        assertThat(screen.text()).isEqualTo("one\ntwo\n\n\n");
    }

    @Test
    void longLineWrapsAndAFullScreenScrolls() {
        screen.print("0123456789ab\r\nx\r\ny\r\nz");

        assertThat(screen.text()).isEqualTo("ab\nx\ny\nz\n");
    }

    @Test
    void cursorMovesAndOverwrites() {
        screen.print("abc\u001b[2Dx\u001b[3;5Hmid\u001b[1A\u001b[1Gup");

        assertThat(screen.text()).isEqualTo("axc\nup\n    mid\n\n");
    }

    @Test
    void erasingBlanksWhatItNames() {
        screen.print("aaaa\r\nbbbb\r\ncccc\u001b[2;3H\u001b[K\u001b[1;2H\u001b[1K");

        assertThat(screen.text()).isEqualTo("  aa\nbb\ncccc\n\n");
    }

    @Test
    void coloursTitlesAndUnknownSequencesLeaveNoTrace() {
        screen.print(
                "\u001b[1;38;5;200ma\u001b[0m\u001b]0;title\u0007b\u001bP1$r\u001b\\c\u001b[>4;2md");

        assertThat(screen.text()).startsWith("abcd\n");
    }

    @Test
    void wideCharactersTakeTwoCells() {
        screen.print("\uD83D\uDCF1x\u001b[1;4Hy");

        assertThat(screen.text()).startsWith("\uD83D\uDCF1xy\n");
    }

    @Test
    void alternateScreenGivesTheOldOneBack() {
        screen.print("shell\u001b[?1049hfull");

        assertThat(screen.text()).doesNotContain("shell").contains("full");
        assertThat(screen.leftovers()).containsExactly("alternate screen");

        screen.print("\u001b[?1049l");

        assertThat(screen.text()).startsWith("shell\n");
        assertThat(screen.leftovers()).isEmpty();
    }

    @Test
    void modesThatStaySwitchedAreNamed() {
        screen.print("\u001b[?25l\u001b[?2004;1004h\u001b[>1u");

        assertThat(screen.leftovers())
                .containsExactly("mode 1004", "mode 2004", "hidden cursor", "keyboard protocol");

        screen.print("\u001b[?25h\u001b[?2004l\u001b[?1004l\u001b[<u");

        assertThat(screen.leftovers()).isEmpty();
    }

    @Test
    void questionForTheCursorIsAnswered() {
        screen.print("ab\u001b[6n");

        assertThat(answers).hasToString("\u001b[1;3R");
    }

    @Test
    void scrollRegionKeepsTheRestInPlace() {
        screen.print("a\r\nb\r\nc\r\nd\u001b[2;3r\u001b[3;1H\ne");

        assertThat(screen.text()).isEqualTo("a\nc\ne\nd\n");
    }

    @Test
    void nonsenseDoesNotStopIt() {
        screen.print("\u001b[999;999H\u001b[;;;J\u001b[99999999999Ax\u001b[?h\u001b[-5Cy");

        assertThat(screen.text()).hasLineCount(4);
    }
}
