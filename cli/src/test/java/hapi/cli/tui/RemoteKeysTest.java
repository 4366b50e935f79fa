package hapi.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.tui.RemoteKeys.Action;
import org.junit.jupiter.api.Test;

class RemoteKeysTest {
    private final RemoteKeys keys = new RemoteKeys();

    @Test
    void spaceTwiceGivesTheTerminalBack() {
        assertThat(keys.key(' ', 0)).isEqualTo(Action.FOOTER);
        assertThat(keys.pending()).isEqualTo(RemoteKeys.Pending.SWITCH);
        assertThat(keys.key(' ', 14_000)).isEqualTo(Action.SWITCH);
    }

    @Test
    void secondSpaceAfterTooLongIsAFirstOne() {
        keys.key(' ', 0);

        assertThat(keys.key(' ', 15_001)).isEqualTo(Action.FOOTER);
        assertThat(keys.key(' ', 15_002)).isEqualTo(Action.SWITCH);
    }

    @Test
    void anyOtherKeyTakesTheFirstPressBack() {
        keys.key(' ', 0);

        assertThat(keys.key('x', 1)).isEqualTo(Action.FOOTER);
        assertThat(keys.key(' ', 2)).isEqualTo(Action.FOOTER);
    }

    @Test
    void controlCTwiceEndsAndDoesNotMixWithSpace() {
        keys.key(' ', 0);

        assertThat(keys.key(3, 1)).isEqualTo(Action.FOOTER);
        assertThat(keys.key(3, 2)).isEqualTo(Action.EXIT);
    }

    @Test
    void kittyKeysCountAndTheirReleasesDoNot() {
        assertThat(type("\033[32u", 0)).isEqualTo(Action.FOOTER);
        assertThat(type("\033[32;1:3u", 1)).isEqualTo(Action.NONE);
        assertThat(type("\033[32u", 2)).isEqualTo(Action.SWITCH);
    }

    @Test
    void arrowsMouseAndFocusReportsConfirmNothing() {
        keys.key(' ', 0);

        type("\033[A", 1);
        type("\033OA", 1);
        type("\033[<0;10;10M", 1);
        type("\033[I", 1);

        assertThat(keys.pending()).isEqualTo(RemoteKeys.Pending.SWITCH);
        assertThat(keys.key(' ', 2)).isEqualTo(Action.SWITCH);
    }

    @Test
    void questionIsAnsweredByALetterAndThenEnter() {
        keys.question("q");

        assertThat(keys.key('y', 0)).isEqualTo(Action.FOOTER);
        assertThat(keys.pending()).isEqualTo(RemoteKeys.Pending.ALLOW);
        assertThat(keys.key('\r', 1)).isEqualTo(Action.ALLOW);
        assertThat(keys.key('\r', 2)).isEqualTo(Action.NONE);
        keys.key('n', 3);
        assertThat(keys.key('\n', 4)).isEqualTo(Action.REFUSE);
    }

    @Test
    void spacesNeverAnswerAndLettersNeverSwitch() {
        keys.question("q");

        keys.key('y', 0);
        keys.key(' ', 1);
        assertThat(keys.pending()).isEqualTo(RemoteKeys.Pending.SWITCH);
        assertThat(keys.key('\r', 2)).isEqualTo(Action.FOOTER);
        keys.key('y', 3);
        assertThat(keys.key('x', 4)).isEqualTo(Action.FOOTER);
        assertThat(keys.key('\r', 5)).isEqualTo(Action.NONE);
    }

    @Test
    void letterTypedForOneQuestionDoesNotAnswerTheNext() {
        keys.question("q");
        keys.key('y', 0);

        keys.question("another");

        assertThat(keys.key('\r', 1)).isEqualTo(Action.NONE);
    }

    @Test
    void lettersMeanNothingWithoutAQuestion() {
        assertThat(keys.key('y', 0)).isEqualTo(Action.NONE);
        assertThat(keys.key('\r', 1)).isEqualTo(Action.NONE);
    }

    @Test
    void whatIsPastedMeansNothing() {
        keys.question("q");

        type("\033[200~", 0);
        type("y\r  \003\003", 1);
        type("\033[201~", 2);

        assertThat(keys.pending()).isEqualTo(RemoteKeys.Pending.NOTHING);
        assertThat(keys.key('y', 3)).isEqualTo(Action.FOOTER);
    }

    @Test
    void kittyLettersAndEnterAnswer() {
        keys.question("q");

        assertThat(type("\033[121u", 0)).isEqualTo(Action.FOOTER);
        assertThat(type("\033[121;1:3u", 1)).isEqualTo(Action.NONE);
        assertThat(type("\033[13u", 2)).isEqualTo(Action.ALLOW);
        assertThat(type("\033[99;5u", 3)).isEqualTo(Action.FOOTER);
        assertThat(type("\033[121;5u", 4)).isEqualTo(Action.NONE);
    }

    @Test
    void arrowsScroll() {
        assertThat(type("\033[A", 0)).isEqualTo(Action.UP);
        assertThat(type("\033OB", 0)).isEqualTo(Action.DOWN);
        assertThat(type("\033[6~", 0)).isEqualTo(Action.PAGE_DOWN);
    }

    @Test
    void loneEscapeTakesTheFirstPressBack() {
        keys.key(' ', 0);
        keys.key(27, 1);

        assertThat(keys.pause(100)).isEqualTo(Action.FOOTER);
        assertThat(keys.pending()).isEqualTo(RemoteKeys.Pending.NOTHING);
    }

    private Action type(String sequence, long now) {
        Action last = Action.NONE;
        for (char c : sequence.toCharArray()) {
            last = keys.key(c, now);
        }
        return last;
    }
}
