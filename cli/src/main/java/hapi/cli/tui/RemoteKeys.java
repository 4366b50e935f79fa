package hapi.cli.tui;

import java.time.Duration;

/// Which keys mean what while the hub is in control: Space twice gives the terminal back, Ctrl-C
/// twice ends the session, anything else takes the first press back. Pure but for its own memory.
final class RemoteKeys {
    static final Duration CONFIRM_WITHIN = Duration.ofSeconds(15);
    private static final int CTRL_C = 3;
    private static final int ESCAPE = 27;

    private Pending pending = Pending.NOTHING;
    private long pendingSince;
    private final StringBuilder sequence = new StringBuilder();

    enum Pending {
        NOTHING,
        SWITCH,
        EXIT
    }

    enum Action {
        NONE,
        /// What waits for a second press changed.
        FOOTER,
        SWITCH,
        EXIT
    }

    Pending pending() {
        return pending;
    }

    /// One byte from the terminal at this time.
    Action key(int key, long nowMillis) {
        if (pending != Pending.NOTHING && nowMillis - pendingSince > CONFIRM_WITHIN.toMillis()) {
            pending = Pending.NOTHING;
        }
        if (!sequence.isEmpty() || key == ESCAPE) {
            return inSequence((char) key, nowMillis);
        }
        return meaning(key, nowMillis);
    }

    /// Nothing more came for a while: a lone escape is a key of its own.
    Action pause(long nowMillis) {
        if (sequence.isEmpty()) {
            return Action.NONE;
        }
        sequence.setLength(0);
        return meaning(ESCAPE, nowMillis);
    }

    /// Terminals with the kitty protocol send keys as `ESC [ code ; modifiers : event u`, event 1
    /// for a press; releases and other sequences (arrows, focus, mouse) mean nothing here.
    private Action inSequence(char c, long nowMillis) {
        sequence.append(c);
        boolean isOver =
                sequence.length() > 2
                        ? c >= '@' && c <= '~'
                        : sequence.length() == 2 && c != '[' && c != 'O';
        if (!isOver && sequence.length() < 32) {
            return Action.NONE;
        }
        String text = sequence.toString();
        sequence.setLength(0);
        return switch (text) {
            case "\033[32u", "\033[32;1u", "\033[32;1:1u" -> meaning(' ', nowMillis);
            case "\033[99;5u", "\033[99;5:1u" -> meaning(CTRL_C, nowMillis);
            default -> Action.NONE;
        };
    }

    private Action meaning(int key, long nowMillis) {
        Pending wanted =
                switch (key) {
                    case ' ' -> Pending.SWITCH;
                    case CTRL_C -> Pending.EXIT;
                    default -> Pending.NOTHING;
                };
        if (wanted != Pending.NOTHING && wanted == pending) {
            pending = Pending.NOTHING;
            return wanted == Pending.SWITCH ? Action.SWITCH : Action.EXIT;
        }
        boolean isChanged = pending != wanted;
        pending = wanted;
        pendingSince = nowMillis;
        return isChanged ? Action.FOOTER : Action.NONE;
    }
}
