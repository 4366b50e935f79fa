package hapi.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayTextTest {
    private static final String FAMILY = "👨‍👩‍👧‍👦";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\033[31mred\033[0m",
                "\033]0;window title\007red",
                "\033]52;c;ZXZpbA==\033\\red",
                "\033Pdevice\033\\red",
                "\033]8;;http://x\033\\red\033]8;;\033\\",
                "\u009b31mred",
                "\u009d0;title\u009cred",
                "r\u202eed",
                "\u2066red\u2069",
                "r\bed",
                "\033cred",
                "\033(Bred",
                "r\u200bed",
                "red\r",
                "\u0007red"
            })
    void chatCannotSteerTheTerminal(String text) {
        assertThat(DisplayText.lines(text)).containsExactly("red");
    }

    @Test
    void sequenceThatDoesNotEndHidesNothing() {
        assertThat(DisplayText.lines("a\033]0;b\nc")).containsExactly("a0;b", "c");
        assertThat(DisplayText.lines("a\033[")).containsExactly("a");
    }

    @Test
    void whatIsDecidedUponIsSpelledAndNothingIsTakenOut() {
        assertThat(DisplayText.exactLines("rm \u202e-rf\033[8m x\u200b\ny"))
                .containsExactly("rm <U+202E>-rf<U+001B>[8m x<U+200B>", "y");
        assertThat(DisplayText.exactLines("ls\rrm -rf x")).containsExactly("ls<U+000D>rm -rf x");
    }

    @ParameterizedTest
    @CsvSource({"abc,3", "日本,4", "👍,2", "é,1", "e\u0301,1", "👨‍👩‍👧‍👦,2", "🇩🇪,2", "'',0"})
    void widthIsInColumns(String text, int columns) {
        assertThat(DisplayText.width(text)).isEqualTo(columns);
    }

    @Test
    void cutNeverExceedsAndNeverSplitsACharacter() {
        assertThat(DisplayText.cut("日本語テキスト", 6)).isEqualTo("日本…");
        assertThat(DisplayText.cut(FAMILY + FAMILY + FAMILY, 5)).isEqualTo(FAMILY + FAMILY + "…");
        assertThat(DisplayText.cut("short", 5)).isEqualTo("short");
        assertThat(DisplayText.cut("x", 0)).isEmpty();
    }

    @Test
    void wrapBreaksAtBlanksAndLosesNothingElse() {
        assertThat(DisplayText.wrap("find . -name foo -delete", 12))
                .containsExactly("find . -name", "foo -delete");
        assertThat(DisplayText.wrap("0123456789", 4)).containsExactly("0123", "4567", "89");
        assertThat(DisplayText.wrap("日本語日本語", 5)).containsExactly("日本", "語日", "本語");
        assertThat(DisplayText.wrap("", 5)).containsExactly("");
    }

    @Test
    void startIsCutOffByColumnsAndNeverInsideACharacter() {
        assertThat(DisplayText.cutStart("/home/me/project", 16)).isEqualTo("/home/me/project");
        assertThat(DisplayText.cutStart("/home/me/project", 9)).isEqualTo("…/project");
        assertThat(DisplayText.cutStart("工作/项目", 6)).isEqualTo("…/项目");
        assertThat(DisplayText.cutStart("工作/项目", 5)).isEqualTo("…项目");
        assertThat(DisplayText.cutStart("工作", 1)).isEqualTo("…");
    }
}
