package hapi.hub.ui.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Paths as git prints them: as they are, or in quotes with C's escapes when a character would be
/// mistaken, bytes beyond ASCII in octal.
final class GitPath {
    private GitPath() {}

    /// What was printed, without quotes; text that is no proper quotation is taken as it is.
    static String read(String printed) {
        if (printed.length() < 2 || !printed.startsWith("\"") || !printed.endsWith("\"")) {
            return printed;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(printed.length());
        int end = printed.length() - 1;
        for (int i = 1; i < end; ) {
            char c = printed.charAt(i);
            if (c != '\\') {
                int next = printed.offsetByCodePoints(i, 1);
                bytes.writeBytes(printed.substring(i, next).getBytes(StandardCharsets.UTF_8));
                i = next;
            } else if (i + 3 < end + 1
                    && printed.substring(i + 1, i + 4).matches("[0-3][0-7]{2}")) {
                bytes.write(Integer.parseInt(printed.substring(i + 1, i + 4), 8));
                i += 4;
            } else if (i + 1 < end) {
                bytes.write(escaped(printed.charAt(i + 1)));
                i += 2;
            } else {
                return printed;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int escaped(char c) {
        return switch (c) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> 11;
            case 'f' -> '\f';
            case 'r' -> '\r';
            default -> c;
        };
    }
}
