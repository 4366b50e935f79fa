package hapi.hub.chat;

/// Makes characters visible that change what a person reads without being seen: controls, text
/// direction marks, zero-width characters, look-alike spaces. Line breaks and tabs stay.
///
/// What is approved must be what is read: use it on every command, path and argument of a request.
public final class VisibleText {
    private VisibleText() {}

    /// The text with each hidden character as `⟨U+202E⟩`.
    public static String of(String text) {
        StringBuilder visible = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (isHidden(c)) {
                if (visible == null) {
                    visible = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                visible.append("⟨U+").append("%04X".formatted(c)).append('⟩');
            } else if (visible != null) {
                visible.appendCodePoint(c);
            }
            i = next;
        }
        return visible == null ? text : visible.toString();
    }

    public static boolean hasHidden(String text) {
        return text.codePoints().anyMatch(VisibleText::isHidden);
    }

    static boolean isHidden(int c) {
        if (c == '\n' || c == '\t') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default ->
                    isBlankLetter(c) || c >= 0xFE00 && c <= 0xFE0E || c >= 0xE0100 && c <= 0xE01EF;
        };
    }

    /// Letters and marks that draw nothing: Hangul fillers, the combining grapheme joiner, Khmer
    /// inherent vowels, the empty Braille cell.
    private static boolean isBlankLetter(int c) {
        return c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x034F
                || c == 0x17B4
                || c == 0x17B5
                || c == 0x2800;
    }
}
