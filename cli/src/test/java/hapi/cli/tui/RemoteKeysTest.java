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
    void arrowsMouseAndFocusReportsMeanNothing() {
        keys.key(' ', 0);

        type("\033[A", 1);
        type("\033OA", 1);
        type("\033[<0;10;10M", 1);
        type("\033[I", 1);

        assertThat(keys.pending()).isEqualTo(RemoteKeys.Pending.SWITCH);
        assertThat(keys.key(' ', 2)).isEqualTo(Action.SWITCH);
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
