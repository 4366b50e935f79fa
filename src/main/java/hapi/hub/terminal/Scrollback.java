package hapi.hub.terminal;

import java.util.ArrayDeque;

/// The last 256 KiB (in UTF-16 units) that a terminal has shown. Not safe for threads; its owner
/// guards it.
final class Scrollback {
    static final int MAX_CHARS = 256 * 1024;

    private final ArrayDeque<String> chunks = new ArrayDeque<>();
    private int chars;

    void add(String data) {
        if (data.isEmpty()) {
            return;
        }
        String last = data.length() > MAX_CHARS ? tail(data, MAX_CHARS) : data;
        chunks.addLast(last);
        chars += last.length();
        while (chars > MAX_CHARS) {
            String oldest = chunks.removeFirst();
            chars -= oldest.length();
            int room = MAX_CHARS - chars;
            if (room > 0) {
                String kept = tail(oldest, room);
                chunks.addFirst(kept);
                chars += kept.length();
            }
        }
        if (chunks.size() > 4096) {
            // Single key strokes: many small strings would weigh more than their text.
            String all = text();
            chunks.clear();
            chunks.add(all);
        }
    }

    /// The end of a text, never beginning in the middle of a character.
    private static String tail(String text, int length) {
        int from = text.length() - length;
        return text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }

    String text() {
        return String.join("", chunks);
    }

    boolean isEmpty() {
        return chars == 0;
    }

    void clear() {
        chunks.clear();
        chars = 0;
    }
}
