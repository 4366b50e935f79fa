package hapi.cli.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/// Words of agents, hubs and people on their way to a terminal: without anything that steers it,
/// and measured in columns. Wide characters and emoji count two; what belongs together as one
/// character is never cut apart. Pure.
public final class DisplayText {
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\u2028\u2029\u0085]");
    private static final int TAB = 4;

    private DisplayText() {}

    /// Lines of a chat: escape sequences are taken out, so are characters that cannot be seen.
    public static List<String> lines(String text) {
        return split(EscapeSequences.removed(text), false);
    }

    /// The same as one line.
    public static String line(String text) {
        return String.join(" ", lines(text)).strip();
    }

    /// Lines somebody decides upon: nothing is taken out, what cannot be seen or would change the
    /// order of what is seen is spelled, as `<U+202E>`.
    public static List<String> exactLines(String text) {
        return split(text, true);
    }

    private static List<String> split(String text, boolean isSpelled) {
        return LINE_END.splitAsStream(text).map(line -> visible(line, isSpelled)).toList();
    }

    private static String visible(String line, boolean isSpelled) {
        StringBuilder all = new StringBuilder(line.length());
        line.codePoints()
                .forEach(c -> {
                    if (c == '\t') {
                        all.append(" ".repeat(TAB));
                    } else if (!isHidden(c)) {
                        all.appendCodePoint(c);
                    } else if (isSpelled) {
                        String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
                        all.append("<U+").repeat('0', Math.max(0, 4 - hex.length()));
                        all.append(hex).append('>');
                    }
                });
        return all.toString();
    }

    /// Control characters, marks for the direction of writing, invisible and unpaired characters.
    /// The joiner and the selector of emoji stay.
    private static boolean isHidden(int c) {
        if (c == 0x200d || c == 0xfe0f) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
        };
    }

    /// Columns of a line without sequences.
    public static int width(String line) {
        int columns = 0;
        int index = 0;
        while (index < line.length()) {
            columns += Math.max(0, WCWidth.wcwidthForGraphemeCluster(line, index));
            index += Math.max(1, WCWidth.charCountForGraphemeCluster(line, index));
        }
        return columns;
    }

    /// The line in at most so many columns, with `…` where something is missing.
    public static String cut(String line, int columns) {
        if (width(line) <= columns) {
            return line;
        }
        return columns < 1 ? "" : line.substring(0, fitting(line, 0, columns - 1)) + "…";
    }

    /// The end of the line in at most so many columns, with `…` before it where something is
    /// missing: for paths, which differ at their end.
    public static String cutStart(String line, int columns) {
        int index = 0;
        while (width(line.substring(index)) > (index == 0 ? columns : columns - 1)) {
            index += Math.max(1, WCWidth.charCountForGraphemeCluster(line, index));
        }
        return index == 0 ? line : "…" + line.substring(index);
    }

    /// The line in pieces of at most so many columns, broken at blanks where there are any. Nothing
    /// is lost but the blank at a break.
    public static List<String> wrap(String line, int columns) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < line.length()) {
            int end = fitting(line, start, Math.max(2, columns));
            if (end < line.length()) {
                int blank = line.lastIndexOf(' ', end);
                if (blank > start + (end - start) / 2) {
                    pieces.add(line.substring(start, blank));
                    start = blank + 1;
                    continue;
                }
            }
            pieces.add(line.substring(start, end));
            start = end;
        }
        return pieces.isEmpty() ? List.of("") : pieces;
    }

    /// Where the piece that begins at `start` ends; at least one character is in it.
    private static int fitting(String line, int start, int columns) {
        int used = 0;
        int index = start;
        while (index < line.length()) {
            int next = index + Math.max(1, WCWidth.charCountForGraphemeCluster(line, index));
            used += Math.max(0, WCWidth.wcwidthForGraphemeCluster(line, index));
            if (used > columns && index > start) {
                return index;
            }
            index = next;
        }
        return index;
    }
}
