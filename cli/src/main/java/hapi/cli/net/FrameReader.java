package hapi.cli.net;

import hapi.cli.net.WebSocketStream.BrokenRule;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Reads a server's websocket frames and puts fragments together. Memory grows with what arrives,
/// never with what a header promises. Used by one thread.
final class FrameReader {
    private static final int CHUNK = 65_536;
    private static final int CONTROL_BYTES = 125;

    private final InputStream in;
    private final int maxBytes;
    private ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private int partialOpcode;

    /// A whole message or a control frame.
    record Message(int opcode, byte[] payload) {}

    FrameReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /// @throws EOFException when the connection ends
    /// @throws BrokenRule when the peer does not keep to the protocol
    Message next() throws IOException {
        while (true) {
            int first = octet();
            int second = octet();
            boolean isFinal = (first & 0x80) != 0;
            int opcode = first & 0x0f;
            if ((first & 0x70) != 0) {
                throw BrokenRule.protocol("a frame of an extension");
            }
            if ((second & 0x80) != 0) {
                throw BrokenRule.protocol("a masked frame");
            }
            long length = length(second & 0x7f);
            if (opcode >= 8) {
                if (!isFinal || length > CONTROL_BYTES) {
                    throw BrokenRule.protocol("a broken control frame");
                }
                return new Message(opcode, exactly((int) length));
            }
            if ((opcode == 0) == (partialOpcode == 0)) {
                throw BrokenRule.protocol("fragments out of order");
            }
            if (length + partial.size() > maxBytes) {
                throw BrokenRule.tooLong();
            }
            if (opcode != 0) {
                partialOpcode = opcode;
            }
            append((int) length);
            if (isFinal) {
                Message message = new Message(partialOpcode, partial.toByteArray());
                partialOpcode = 0;
                if (partial.size() > CHUNK) {
                    partial = new ByteArrayOutputStream();
                } else {
                    partial.reset();
                }
                return message;
            }
        }
    }

    private long length(int code) throws IOException {
        if (code < 126) {
            return code;
        }
        long length = 0;
        for (int i = 0; i < (code == 126 ? 2 : 8); i++) {
            length = length << 8 | octet();
        }
        if (length < 0) {
            throw BrokenRule.tooLong();
        }
        return length;
    }

    private void append(int length) throws IOException {
        for (int left = length; left > 0; left -= CHUNK) {
            partial.writeBytes(exactly(Math.min(left, CHUNK)));
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private int octet() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        return octet;
    }
}
