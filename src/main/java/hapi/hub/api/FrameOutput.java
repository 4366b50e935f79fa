package hapi.hub.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;

/// Writes frames into one answer, as they are or as one gzip member whose blocks are shared with
/// other answers. Not for use by two threads at once.
sealed interface FrameOutput {
    /// A frame that many answers carry.
    void shared(EventFrame frame) throws IOException;

    /// A short frame of this answer alone.
    void own(EventFrame frame) throws IOException;

    /// The orderly end.
    void finish() throws IOException;

    record Plain(OutputStream out) implements FrameOutput {
        @Override
        public void shared(EventFrame frame) throws IOException {
            out.write(frame.text());
        }

        @Override
        public void own(EventFrame frame) throws IOException {
            out.write(frame.text());
        }

        @Override
        public void finish() {
            // The end of the answer is the end of the stream.
        }
    }

    final class Gzip implements FrameOutput {
        // Deflate, no flags, no time, unknown system.
        private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

        private final OutputStream out;
        private final CRC32 checksum = new CRC32();
        private int length;

        Gzip(OutputStream out) throws IOException {
            this.out = out;
            out.write(HEADER);
        }

        @Override
        public void shared(EventFrame frame) throws IOException {
            count(frame.text());
            out.write(frame.block());
        }

        @Override
        public void own(EventFrame frame) throws IOException {
            count(frame.text());
            out.write(DeflateBlocks.store(frame.text()));
        }

        private void count(byte[] text) {
            checksum.update(text);
            // Modulo 2^32, as the format has it.
            length += text.length;
        }

        @Override
        public void finish() throws IOException {
            out.write(DeflateBlocks.END);
            writeLittleEndian((int) checksum.getValue());
            writeLittleEndian(length);
        }

        private void writeLittleEndian(int value) throws IOException {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write(value >> shift);
            }
        }
    }
}
