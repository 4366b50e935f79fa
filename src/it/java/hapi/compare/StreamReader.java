package hapi.compare;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// One answer of an event stream: takes the head and the chunks of HTTP/1.1 off, then inflates at
/// once, later, or not at all. Fed by one thread.
final class StreamReader {
    private static final int GZIP_HEAD = 10;

    final SocketChannel channel;
    private final Marker.Scanner scanner;
    private final boolean isKept;
    private final StringBuilder head = new StringBuilder();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final ByteBuffer inflated = ByteBuffer.allocate(64 * 1024);
    private @Nullable Inflater inflater;
    private int gzipHeadLeft = GZIP_HEAD;
    private boolean isBody;
    private boolean isGzip;
    private long chunkLeft;
    private long chunkSize;
    private boolean isInSize = true;
    private volatile boolean isOpen;
    private volatile boolean hasEnded;
    private volatile long bytes;

    /// @param isKept whether compressed bytes are kept until [#inflateKept], so that inflating does
    ///   not take processor time from the hub while it is measured
    StreamReader(SocketChannel channel, Marker.Scanner scanner, boolean isKept) {
        this.channel = channel;
        this.scanner = scanner;
        this.isKept = isKept;
    }

    /// Whether the hub has sent its first event.
    boolean isOpen() {
        return isOpen;
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /// Bytes of the body as they came over the wire, without the lengths of chunks.
    long bytes() {
        return bytes;
    }

    void end() {
        hasEnded = true;
    }

    void feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (!isBody) {
                readHead(in);
            } else if (chunkLeft == 0) {
                readSize(in);
            } else {
                int size = (int) Math.min(chunkLeft, in.remaining());
                ByteBuffer part = in.slice(in.position(), size);
                in.position(in.position() + size);
                chunkLeft -= size;
                bytes = bytes + size;
                isOpen = true;
                body(part);
            }
        }
    }

    /// Reads what was kept, after the measurement.
    void inflateKept() {
        if (isKept && isGzip) {
            inflate(ByteBuffer.wrap(kept.toByteArray()));
        }
    }

    private void readHead(ByteBuffer in) {
        head.append((char) (in.get() & 0xff));
        if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
            String text = head.toString();
            if (!text.startsWith("HTTP/1.1 200")) {
                throw new IllegalStateException("the stream was refused: " + text);
            }
            isGzip = text.toLowerCase().contains("content-encoding: gzip");
            isBody = true;
        }
    }

    /// The line before a chunk, and the empty one after the chunk before it.
    private void readSize(ByteBuffer in) {
        int b = in.get();
        if (b == '\n') {
            if (!isInSize) {
                isInSize = true;
            } else if (chunkSize > 0) {
                chunkLeft = chunkSize;
                isInSize = false;
            }
            chunkSize = 0;
        } else if (isInSize && b != '\r') {
            chunkSize = chunkSize * 16 + Character.digit(b, 16);
        }
    }

    private void body(ByteBuffer part) {
        if (!isGzip) {
            scanner.scan(part);
        } else if (isKept) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            kept.writeBytes(copy);
        } else {
            inflate(part);
        }
    }

    private void inflate(ByteBuffer part) {
        int skipped = Math.min(gzipHeadLeft, part.remaining());
        part.position(part.position() + skipped);
        gzipHeadLeft -= skipped;
        Inflater into = inflater == null ? new Inflater(true) : inflater;
        inflater = into;
        into.setInput(part);
        try {
            while (!into.needsInput() && !into.finished()) {
                inflated.clear();
                into.inflate(inflated);
                scanner.scan(inflated.flip());
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException("the stream is not gzip", e);
        }
    }

    void close() {
        if (inflater != null) {
            inflater.end();
        }
    }

    static ByteBuffer request(String path, String host, boolean gzip) {
        String text =
                "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\nAccept-Encoding: %s\r\n\r\n"
                        .formatted(path, host, gzip ? "gzip" : "identity");
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
