package hapi.hub.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrollbackTest {
    private final Scrollback scrollback = new Scrollback();

    @Test
    void keepsTheEndOfWhatWasShown() {
        scrollback.add("first");
        scrollback.add("x".repeat(Scrollback.MAX_CHARS - 3));
        scrollback.add("end");

        assertThat(scrollback.text())
                .hasSize(Scrollback.MAX_CHARS)
                .startsWith("xxx")
                .endsWith("xend");
    }

    @Test
    void oneHugePieceIsCutToo() {
        scrollback.add("a" + "b".repeat(3 * Scrollback.MAX_CHARS));

        assertThat(scrollback.text()).hasSize(Scrollback.MAX_CHARS).doesNotContain("a");
    }

    @Test
    void neverBeginsInTheMiddleOfACharacter() {
        scrollback.add("😀");
        scrollback.add("x".repeat(Scrollback.MAX_CHARS - 1));

        assertThat(scrollback.text()).hasSize(Scrollback.MAX_CHARS - 1).startsWith("x");
    }

    @Test
    void manySmallPiecesStayInOrder() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            String piece = Integer.toString(i) + ' ';
            scrollback.add(piece);
            all.append(piece);
        }

        assertThat(scrollback.text()).isEqualTo(all.substring(all.length() - Scrollback.MAX_CHARS));
    }
}
