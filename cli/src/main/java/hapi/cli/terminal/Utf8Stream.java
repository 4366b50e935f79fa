package hapi.cli.terminal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Text out of bytes that come in pieces: half a character waits for its other half. What is no
/// UTF-8 becomes the replacement character. One thread at a time.
final class Utf8Stream {
    private static final int LONGEST = 4;

    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] half = new byte[0];

    String decode(byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.allocate(half.length + length);
        in.put(half).put(bytes, 0, length).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        half = new byte[in.remaining()];
        in.get(half);
        return out.flip().toString();
    }

    /// What is left at the end: nothing, or one replacement character for half a character.
    String end() {
        boolean isHalf = half.length > 0 && half.length < LONGEST;
        half = new byte[0];
        return isHalf ? "\uFFFD" : "";
    }
}
