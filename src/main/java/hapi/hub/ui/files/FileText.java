package hapi.hub.ui.files;

import hapi.hub.chat.VisibleText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file as text for a person: its lines, with hidden characters made visible.
///
/// @param hasCarriageReturns its lines end as on Windows
record FileText(List<String> lines, boolean hasCarriageReturns) {
    static final int MAX_BYTES = 2 * 1024 * 1024;
    private static final int MAX_LINE_CHARS = 5_000;
    private static final int LOOKED_AT = 8_000;

    /// Empty when it is not text. At most [#MAX_BYTES] should be given.
    static Optional<FileText> of(byte[] bytes) {
        return decoded(bytes).map(FileText::read);
    }

    private static Optional<String> decoded(byte[] bytes) {
        if (begins(bytes, 0xFF, 0xFE)) {
            return strictly(StandardCharsets.UTF_16LE, bytes, 2);
        }
        if (begins(bytes, 0xFE, 0xFF)) {
            return strictly(StandardCharsets.UTF_16BE, bytes, 2);
        }
        for (int i = 0; i < Math.min(bytes.length, LOOKED_AT); i++) {
            if (bytes[i] == 0) {
                return Optional.empty();
            }
        }
        int from = begins(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        return strictly(StandardCharsets.UTF_8, bytes, from)
                .or(() -> Optional.of(new String(bytes, Charset.forName("windows-1252"))));
    }

    private static boolean begins(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> strictly(Charset charset, byte[] bytes, int from) {
        try {
            return Optional.of(
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty(); // Another encoding, or no text.
        }
    }

    private static FileText read(String text) {
        List<String> lines = new ArrayList<>();
        boolean hasCarriageReturns = false;
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end;
            boolean isWindows = end > from && text.charAt(end - 1) == '\r';
            hasCarriageReturns |= isWindows;
            lines.add(shown(text.substring(from, isWindows ? next - 1 : next)));
            from = next + 1;
        }
        return new FileText(lines, hasCarriageReturns);
    }

    private static String shown(String line) {
        return VisibleText.of(
                line.length() > MAX_LINE_CHARS ? line.substring(0, MAX_LINE_CHARS) + "…" : line);
    }
}
