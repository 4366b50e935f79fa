package hapi.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// JSON as UTF-8 in pieces that are copied once, into the frame that carries them: for values so
/// large that each copy counts. Immutable; whoever hands in an array must not change it any more.
public final class SplicedJson {
    private static final String HEX = "0123456789abcdef";

    /// A part of an array; inside a string it is written with the escapes that it needs there.
    private record Piece(byte[] bytes, int from, int to, boolean inString) {
        int length() {
            int length = to - from;
            for (int i = from; inString && i < to; i++) {
                length += additional(bytes[i]);
            }
            return length;
        }

        /// @return where the next piece starts
        int writeTo(byte[] target, int start) {
            if (!inString) {
                System.arraycopy(bytes, from, target, start, to - from);
                return start + to - from;
            }
            int at = start;
            for (int i = from; i < to; i++) {
                byte character = bytes[i];
                if (additional(character) > 0) {
                    target[at++] = '\\';
                }
                if (additional(character) > 1) {
                    target[at++] = 'u';
                    target[at++] = '0';
                    target[at++] = '0';
                    target[at++] = (byte) HEX.charAt(character >> 4);
                    target[at++] = (byte) HEX.charAt(character & 15);
                } else {
                    target[at++] = character;
                }
            }
            return at;
        }

        private static int additional(byte character) {
            if (character >= 0 && character < ' ') {
                return 5;
            }
            return character == '"' || character == '\\' ? 1 : 0;
        }
    }

    private final List<Piece> pieces;

    private SplicedJson(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /// Begins with a text.
    public static SplicedJson of(String text) {
        return new SplicedJson(List.of(piece(text)));
    }

    public static SplicedJson of(RawJson json) {
        return of(json.text());
    }

    public SplicedJson then(String text) {
        return with(piece(text));
    }

    /// Goes on with the bytes `from` to `to`, exclusive, of an array.
    public SplicedJson then(byte[] bytes, int from, int to) {
        return with(new Piece(bytes, from, to, false));
    }

    public SplicedJson then(SplicedJson other) {
        List<Piece> all = new ArrayList<>(pieces);
        all.addAll(other.pieces);
        return new SplicedJson(List.copyOf(all));
    }

    /// Goes on with a JSON string that holds this JSON as its text.
    ///
    /// @throws IllegalArgumentException when it has been put together with such a string itself
    public SplicedJson thenQuoted(SplicedJson json) {
        List<Piece> all = new ArrayList<>(pieces);
        all.add(piece("\""));
        for (Piece piece : json.pieces) {
            if (piece.inString()) {
                throw new IllegalArgumentException("a string inside a string");
            }
            all.add(new Piece(piece.bytes(), piece.from(), piece.to(), true));
        }
        all.add(piece("\""));
        return new SplicedJson(List.copyOf(all));
    }

    private SplicedJson with(Piece piece) {
        return then(new SplicedJson(List.of(piece)));
    }

    private static Piece piece(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Piece(bytes, 0, bytes.length, false);
    }

    /// All of it in one new array.
    public byte[] toBytes() {
        int length = 0;
        for (Piece piece : pieces) {
            length = Math.addExact(length, piece.length());
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (Piece piece : pieces) {
            at = piece.writeTo(bytes, at);
        }
        return bytes;
    }
}
