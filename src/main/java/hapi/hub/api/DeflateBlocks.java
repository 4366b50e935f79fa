package hapi.hub.api;

import java.io.ByteArrayOutputStream;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.Deflater;

/// Pieces of a deflated stream that know nothing of each other: each ends at a byte and refers to
/// nothing before it, so the same piece fits into many streams, in any order (decision 0013). Any
/// thread.
final class DeflateBlocks {
    /// The last block of a stream: empty, and marked as last.
    static final byte[] END = {3, 0};

    private static final int MAX_STORED = 0xFFFF;
    private static final int BUFFER = 8 * 1024;

    // A deflater holds 256 KiB outside the heap; more at once than there are cores is no use.
    private static final Queue<Deflater> IDLE = new ArrayBlockingQueue<>(4);

    private DeflateBlocks() {}

    /// Text that went through a compressor once.
    static byte[] compress(byte[] text) {
        Deflater known = IDLE.poll();
        Deflater deflater = known == null ? new Deflater(Deflater.BEST_SPEED, true) : known;
        ByteArrayOutputStream block = new ByteArrayOutputStream(text.length / 3 + 64);
        byte[] buffer = new byte[Math.clamp(text.length, 64, BUFFER)];
        deflater.setInput(text);
        int made;
        do {
            made = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
            block.write(buffer, 0, made);
        } while (made == buffer.length);
        deflater.reset();
        if (!IDLE.offer(deflater)) {
            deflater.end();
        }
        return block.toByteArray();
    }

    /// Text as it is, for the few short frames that only one stream carries.
    static byte[] store(byte[] text) {
        if (text.length > MAX_STORED) {
            return compress(text);
        }
        byte[] block = new byte[text.length + 5];
        block[1] = (byte) text.length;
        block[2] = (byte) (text.length >> 8);
        block[3] = (byte) ~text.length;
        block[4] = (byte) (~text.length >> 8);
        System.arraycopy(text, 0, block, 5, text.length);
        return block;
    }
}
