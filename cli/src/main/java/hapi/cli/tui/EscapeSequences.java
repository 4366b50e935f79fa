package hapi.cli.tui;

/// Terminal sequences in a text, found in one pass over it: time is linear in its length whatever
/// it holds, which no regular expression of them keeps.
///
/// A string sequence (window title, clipboard, device control) ends with BEL or `ESC \\` on its own
/// line; one that does not end hides nothing. One thread, one text.
final class EscapeSequences {
    private static final char ESCAPE = 0x1b;
    private static final char BELL = 0x07;
    private static final char STRING_END = 0x9c;

    private final String text;
    private final StringBuilder kept;
    private int at;

    /// No string sequence that begins before this place has an end.
    private int endless;

    private EscapeSequences(String text) {
        this.text = text;
        this.kept = new StringBuilder(text.length());
    }

    static String removed(String text) {
        return new EscapeSequences(text).remove();
    }

    private String remove() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case ESCAPE -> afterEscape();
                case 0x9b -> skipControl();
                case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> skipString();
                default -> kept.append(c);
            }
        }
        return kept.toString();
    }

    private void afterEscape() {
        switch (at < text.length() ? text.charAt(at) : 0) {
            case '[' -> {
                at++;
                skipControl();
            }
            case ']', 'P', 'X', '^', '_' -> {
                at++;
                skipString();
            }
            default -> {
                skipWhile(' ', '/');
                skipOne('0', '~');
            }
        }
    }

    private void skipControl() {
        skipWhile('0', '?');
        skipWhile(' ', '/');
        skipOne('@', '~');
    }

    private void skipString() {
        if (at < endless) {
            return;
        }
        int end = at;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c == BELL || c == STRING_END) {
                at = end + 1;
                return;
            }
            if (c == ESCAPE || c == '\r' || c == '\n') {
                break;
            }
            end++;
        }
        if (text.startsWith("\033\\", end)) {
            at = end + 2;
        } else {
            endless = end;
        }
    }

    private void skipWhile(char first, char last) {
        while (at < text.length() && text.charAt(at) >= first && text.charAt(at) <= last) {
            at++;
        }
    }

    private void skipOne(char first, char last) {
        if (at < text.length() && text.charAt(at) >= first && text.charAt(at) <= last) {
            at++;
        }
    }
}
