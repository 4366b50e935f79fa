package hapi.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// Many readers of event streams on one thread, so that hundreds of them leave the processor to the
/// hub.
final class Subscribers implements AutoCloseable {
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(60);
    private static final int SLOW_RECEIVE_BYTES = 4096;

    /// A hub's queue of connections that it has not accepted yet is short.
    private static final int TOGETHER = 50;

    private final MeasuredHub hub;
    private final String jwt;
    private final Selector selector;
    private final List<StreamReader> readers = new CopyOnWriteArrayList<>();
    private final Queue<StreamReader> added = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean isReading = true;
    private volatile boolean isClosed;

    Subscribers(MeasuredHub hub) throws IOException {
        this.hub = hub;
        this.jwt = hub.client().signIn();
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().name("subscribers").daemon().start(this::run);
    }

    /// Opens one stream; `query` such as `all=true`.
    StreamReader open(
            String query, boolean gzip, boolean isKept, boolean isSlow, Marker.Scanner scanner)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (isSlow) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BYTES);
        }
        channel.connect(new InetSocketAddress("127.0.0.1", hub.url().getPort()));
        String path = "/api/events?%s&token=%s".formatted(query, jwt);
        ByteBuffer request = StreamReader.request(path, hub.url().getAuthority(), gzip);
        while (request.hasRemaining()) {
            channel.write(request);
        }
        channel.configureBlocking(false);
        StreamReader reader = new StreamReader(channel, scanner, isKept);
        readers.add(reader);
        added.add(reader);
        selector.wakeup();
        if (readers.size() % TOGETHER == 0) {
            awaitOpen();
        }
        return reader;
    }

    /// Waits until every stream has had its first event.
    void awaitOpen() {
        long end = System.nanoTime() + OPEN_LIMIT.toNanos();
        while (!readers.stream().allMatch(StreamReader::isOpen)) {
            if (System.nanoTime() > end || !thread.isAlive()) {
                throw new IllegalStateException(
                        "%d of %d streams did not open"
                                .formatted(
                                        readers.stream().filter(r -> !r.isOpen()).count(),
                                        readers.size()));
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /// From now on nobody reads: every subscriber is slow.
    void stopReading() {
        isReading = false;
        selector.wakeup();
    }

    /// How many streams the hub has ended.
    long ended() {
        return readers.stream().filter(StreamReader::hasEnded).count();
    }

    long bytes() {
        return readers.stream().mapToLong(StreamReader::bytes).sum();
    }

    /// Reads what was kept compressed; call after [#close].
    void inflateKept() {
        readers.forEach(StreamReader::inflateKept);
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
        try {
            while (!isClosed) {
                for (StreamReader next = added.poll(); next != null; next = added.poll()) {
                    next.channel.register(selector, SelectionKey.OP_READ, next);
                }
                if (!isReading) {
                    LockSupport.parkNanos(20_000_000);
                    continue;
                }
                selector.select(key -> read(key, buffer));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer) {
        StreamReader reader = (StreamReader) key.attachment();
        try {
            buffer.clear();
            int count = reader.channel.read(buffer);
            reader.feed(buffer.flip());
            if (count < 0) {
                reader.end();
                key.cancel();
            }
        } catch (IOException e) {
            // Cut off by the hub; whoever counts asks `ended`.
            reader.end();
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        selector.wakeup();
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (StreamReader reader : readers) {
            reader.channel.close();
        }
        selector.close();
    }
}
