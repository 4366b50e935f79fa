package hapi.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PickerStateTest {
    private final PickerState state =
            new PickerState(
                    "Choose",
                    List.of(item("api server", true), item("missing", false), item("web 日本", true)),
                    false);

    @Test
    void arrowsSkipWhatCannotBeChosenAndStopAtTheEnds() {
        assertThat(state.choice()).hasValue(0);

        state.move(1);
        assertThat(state.choice()).hasValue(2);
        state.move(5);
        assertThat(state.choice()).hasValue(2);
        state.move(-9);
        assertThat(state.choice()).hasValue(0);
    }

    @Test
    void typedWordsNarrowInAnyOrderAndCaseAndCanBeTakenBack() {
        "JA".codePoints().forEach(state::type);
        assertThat(state.choice()).isEmpty();
        assertThat(state.rows(40, 10)).anyMatch(row -> row.contains("nothing fits"));

        state.eraseAll();
        "ver API".codePoints().forEach(state::type);
        assertThat(state.choice()).hasValue(0);

        state.eraseAll();
        state.type('日');
        assertThat(state.choice()).hasValue(2);
        state.erase();
        assertThat(state.choice()).hasValue(0);
    }

    @Test
    void whatIsMissingIsShownAndNotChosen() {
        "missing".codePoints().forEach(state::type);

        assertThat(state.choice()).isEmpty();
        assertThat(state.rows(40, 10)).anyMatch(row -> row.contains("missing"));
    }

    @Test
    void longListScrollsWithTheChoiceAndNeverExceedsTheScreen() {
        PickerState longer =
                new PickerState(
                        "Choose",
                        IntStream.range(0, 100).mapToObj(i -> item("line " + i, true)).toList(),
                        false);

        longer.move(50);
        List<String> rows = longer.rows(12, 8);

        assertThat(rows).hasSizeLessThanOrEqualTo(8).contains("> line 50");
        assertThat(rows).allMatch(row -> DisplayText.width(row) <= 12);
        longer.move(-50);
        assertThat(longer.rows(12, 8)).contains("> line 0");
    }

    @Test
    void placeIsShownAsLongAsNotAllIsSeenAndTheHintFits() {
        PickerState longer =
                new PickerState(
                        "Choose",
                        IntStream.range(0, 30).mapToObj(i -> item("line " + i, true)).toList(),
                        false);
        longer.move(4);

        assertThat(longer.rows(40, 12))
                .startsWith("Choose (5 of 30)", "Filter: ")
                .endsWith("↑ ↓ · type · Enter choose · Esc cancel");
        assertThat(longer.rows(80, 40)).startsWith("Choose", "Filter: ");
        assertThat(longer.rows(20, 12)).endsWith("↑ ↓ · Enter · Esc");
    }

    @Test
    void narrowScreenGetsTheShortLabel() {
        PickerState state =
                new PickerState(
                        "Choose",
                        List.of(new Picker.Item("id folder title", "title", 50, "x", true)),
                        false);

        assertThat(state.rows(49, 10)).contains("> title");
        assertThat(state.rows(50, 10)).contains("> id folder title");
    }

    @Test
    void labelsCannotSteerTheScreen() {
        PickerState hostile =
                new PickerState("Choose", List.of(item("a\033[2J\nb\u202e", true)), false);

        assertThat(String.join("", hostile.rows(80, 10))).doesNotContain("\033", "\n", "\u202e");
    }

    private static Picker.Item item(String label, boolean isUsable) {
        return new Picker.Item(label, isUsable);
    }
}
