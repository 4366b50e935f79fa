package hapi.cli.tui;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which keys mean what while the hub is in control: Space twice gives the terminal back, Ctrl-C
/// twice ends the session, `y` or `n` and then Enter answers the open question; anything else takes
/// the first press back. What is pasted means nothing. Pure but for its own memory.
final class RemoteKeys {
    static final Duration CONFIRM_WITHIN = Duration.ofSeconds(15);
    private static final int CTRL_C = 3;
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;
    private static final String PASTE = "\033[200~";
    private static final String END_OF_PASTE = "\033[201~";

    /// Terminals with the kitty protocol send keys as `ESC [ code ; modifiers : event u`, event 1
    /// for a press; releases mean nothing.
    private static final Pattern KITTY =
            Pattern.compile(
                    "\033\\[(\\d{1,7})(?::\\d*)*(?:;(\\d{1,3})?(?::(\\d))?(?:;[\\d:]*)?)?u");

    private Pending pending = Pending.NOTHING;
    private long pendingSince;
    private @Nullable String question;
    private boolean isPasting;
    private final StringBuilder sequence = new StringBuilder();

    enum Pending {
        NOTHING,
        SWITCH,
        EXIT,
        ALLOW,
        REFUSE
    }

    enum Action {
        NONE,
        /// What waits for a second press changed.
        FOOTER,
        SWITCH,
        EXIT,
        ALLOW,
        REFUSE,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN
    }

    Pending pending() {
        return pending;
    }

    /// Which question `y` and `n` are about, null for none. What was typed about another is void.
    void question(@Nullable String id) {
        if (id == null ? question != null : !id.equals(question)) {
            question = id;
            if (pending == Pending.ALLOW || pending == Pending.REFUSE) {
                pending = Pending.NOTHING;
            }
        }
    }

    /// One character from the terminal at this time.
    Action key(int key, long nowMillis) {
        if (pending != Pending.NOTHING && nowMillis - pendingSince > CONFIRM_WITHIN.toMillis()) {
            pending = Pending.NOTHING;
        }
        if (!sequence.isEmpty() || key == ESCAPE) {
            return inSequence((char) key, nowMillis);
        }
        return isPasting ? Action.NONE : meaning(key, nowMillis);
    }

    /// Nothing more came for a while: a lone escape is a key of its own.
    Action pause(long nowMillis) {
        if (sequence.isEmpty()) {
            return Action.NONE;
        }
        sequence.setLength(0);
        return isPasting ? Action.NONE : meaning(ESCAPE, nowMillis);
    }

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
        if (text.equals(PASTE) || text.equals(END_OF_PASTE)) {
            isPasting = text.equals(PASTE);
            return Action.NONE;
        }
        return isPasting ? Action.NONE : sequenceMeaning(text, nowMillis);
    }

    private Action sequenceMeaning(String text, long nowMillis) {
        Matcher kitty = KITTY.matcher(text);
        if (kitty.matches()) {
            return kitty(kitty, nowMillis);
        }
        return switch (text) {
            case "\033[A", "\033OA" -> Action.UP;
            case "\033[B", "\033OB" -> Action.DOWN;
            case "\033[5~" -> Action.PAGE_UP;
            case "\033[6~" -> Action.PAGE_DOWN;
            default -> Action.NONE;
        };
    }

    private Action kitty(Matcher key, long nowMillis) {
        String event = key.group(3);
        if (event != null && !event.equals("1")) {
            return Action.NONE;
        }
        int code = Integer.parseInt(key.group(1));
        int modifiers = key.group(2) == null ? 0 : Integer.parseInt(key.group(2)) - 1;
        boolean isControl = (modifiers & 4) != 0;
        if (isControl) {
            return code == 'c' ? meaning(CTRL_C, nowMillis) : Action.NONE;
        }
        boolean isAKeyAlone = (modifiers & ~(1 | 64 | 128)) == 0;
        return isAKeyAlone && code <= DELETE ? meaning(code, nowMillis) : Action.NONE;
    }

    private Action meaning(int key, long nowMillis) {
        if (key == '\r' || key == '\n') {
            Action decided =
                    switch (pending) {
                        case ALLOW -> Action.ALLOW;
                        case REFUSE -> Action.REFUSE;
                        case SWITCH, EXIT -> Action.FOOTER;
                        case NOTHING -> Action.NONE;
                    };
            pending = Pending.NOTHING;
            return decided;
        }
        Pending wanted =
                switch (key) {
                    case ' ' -> Pending.SWITCH;
                    case CTRL_C -> Pending.EXIT;
                    case 'y', 'Y' -> question == null ? Pending.NOTHING : Pending.ALLOW;
                    case 'n', 'N' -> question == null ? Pending.NOTHING : Pending.REFUSE;
                    default -> Pending.NOTHING;
                };
        if (wanted == pending && (wanted == Pending.SWITCH || wanted == Pending.EXIT)) {
            pending = Pending.NOTHING;
            return wanted == Pending.SWITCH ? Action.SWITCH : Action.EXIT;
        }
        boolean isChanged = pending != wanted;
        pending = wanted;
        pendingSince = nowMillis;
        return isChanged ? Action.FOOTER : Action.NONE;
    }
}
