package hapi.cli.net;

import java.nio.ByteBuffer;

/// Writes whole masked websocket frames.
final class FrameWriter {
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private FrameWriter() {}

    static byte[] frame(int opcode, byte[] payload, int mask) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.putInt(mask);
        int start = frame.position();
        byte[] all = frame.array();
        for (int i = 0; i < payload.length; i++) {
            all[start + i] = (byte) (payload[i] ^ mask >>> (24 - 8 * (i & 3)));
        }
        int end = start + payload.length;
        return end == all.length ? all : java.util.Arrays.copyOf(all, end);
    }
}
