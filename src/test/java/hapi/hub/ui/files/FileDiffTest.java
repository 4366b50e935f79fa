package hapi.hub.ui.files;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ui.files.FileDiff.Kind;
import hapi.hub.ui.files.FileDiff.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDiffTest {
    private static final String HEAD = "diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n";

    @Test
    void linesHaveTheirNumbersBeforeAndNow() {
        FileDiff diff = FileDiff.read(HEAD + "@@ -5,3 +7,3 @@ fn main\n same\n-old\n+new\n same\n");

        assertThat(diff.lines())
                .containsExactly(
                        new Line(Kind.GAP, 5, 7, "fn main"),
                        new Line(Kind.SAME, 5, 7, "same"),
                        new Line(Kind.REMOVED, 6, 0, "old"),
                        new Line(Kind.ADDED, 0, 8, "new"),
                        new Line(Kind.SAME, 7, 9, "same"));
    }

    @Test
    void contentThatLooksLikeAHeaderIsContent() {
        FileDiff diff = FileDiff.read(HEAD + "@@ -1,2 +1,2 @@\n--- a/y\n+++ b/y\n");

        assertThat(diff.lines()).extracting(Line::text).containsExactly("", "-- a/y", "++ b/y");
    }

    @Test
    void hiddenCharactersAreVisible() {
        FileDiff diff = FileDiff.read(HEAD + "@@ -0,0 +1 @@ \u202Ex\n+if (a \u2066) \u001b[2J\r\n");

        assertThat(diff.lines().getFirst().text()).isEqualTo("⟨U+202E⟩x");
        assertThat(diff.lines().getLast().text()).isEqualTo("if (a ⟨U+2066⟩) ⟨U+001B⟩[2J");
    }

    @Test
    void binaryChangesAndChangesOfModeHaveNoLines() {
        FileDiff binary = FileDiff.read("diff --git a/x b/x\nBinary files a/x and b/x differ\n");
        FileDiff mode = FileDiff.read("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n");

        assertThat(binary.isBinary()).isTrue();
        assertThat(mode.lines()).isEmpty();
        assertThat(mode.modes()).containsExactly("old mode 100644", "new mode 100755");
    }

    @Test
    void mergeHasASignForEachParent() {
        FileDiff diff = FileDiff.read("diff --cc x\n@@@ -1,2 -1,2 +1,3 @@@\n  a\n++b\n- c\n");

        assertThat(diff.lines())
                .extracting(Line::kind)
                .containsExactly(Kind.GAP, Kind.SAME, Kind.ADDED, Kind.REMOVED);
    }

    @Test
    void missingLineBreakAtTheEndIsTold() {
        FileDiff diff = FileDiff.read(HEAD + "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");

        assertThat(diff.lines())
                .extracting(Line::kind)
                .containsExactly(Kind.GAP, Kind.REMOVED, Kind.NO_END, Kind.ADDED);
    }

    @Test
    void longDiffsAndLongLinesAreCutAndSaySo() {
        FileDiff many = FileDiff.read(HEAD + "@@ -0,0 +1,20000 @@\n" + "+x\n".repeat(20_000));
        FileDiff wide = FileDiff.read(HEAD + "@@ -0,0 +1 @@\n+" + "x".repeat(1_000_000) + "\n");

        assertThat(many.lines()).hasSize(FileDiff.MAX_LINES);
        assertThat(many.isCut()).isTrue();
        assertThat(wide.lines().getLast().text()).hasSizeLessThan(3_000).endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n\n",
                "fatal: bad revision",
                "@@",
                "@@ -1 +1",
                "@@ -99999999999999 +1 @@\n+x",
                "@@@@@@@@ -1 +1 @@\nx",
                "\0"
            })
    void whatIsNoDiffIsNoFault(String printed) {
        assertThat(FileDiff.read(printed).isCut()).isFalse();
    }
}
