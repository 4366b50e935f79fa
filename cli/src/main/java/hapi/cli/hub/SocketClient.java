package hapi.cli.hub;

import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Socket.IO 5 client for one namespace: websocket only, text only, reconnects for ever.
///
/// Emits of one thread keep their order; an emit returns when its frame was handed to the operating
/// system. Nothing is kept while offline: `emit` says false and the caller decides (volatile beats
/// are dropped, [Outbox] holds messages). May be called by any thread.
public final class SocketClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SocketClient.class);
    private static final AckResult OFFLINE = new AckResult.Offline();
    private static final AckResult TIMED_OUT = new AckResult.TimedOut();

    private final SocketOptions options;
    private final SocketListener listener;
    private final AtomicReference<@Nullable SocketConnection> current = new AtomicReference<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean started;

    public SocketClient(SocketOptions options, SocketListener listener) {
        this.options = options;
        this.listener = listener;
    }

    /// Begins to connect, in the background. Call once.
    public void start() {
        started = true;
        Thread.ofVirtual().name("hapi-socket").start(this::run);
    }

    public boolean isConnected() {
        SocketConnection connection = current.get();
        return connection != null && connection.isAdmitted();
    }

    /// Sends one event; false when there is no connection, then nothing was sent.
    public boolean emit(String event, RawJson... args) {
        SocketConnection connection = current.get();
        return connection != null && connection.emit(event, List.of(args));
    }

    /// Sends one event and asks for an answer. The future never fails; it is completed on the
    /// reader thread, so do not wait for another ack in what hangs on it.
    public CompletableFuture<AckResult> request(String event, Duration timeout, RawJson... args) {
        SocketConnection connection = current.get();
        if (connection == null) {
            return CompletableFuture.completedFuture(OFFLINE);
        }
        return connection
                .request(event, List.of(args))
                .completeOnTimeout(TIMED_OUT, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Drops the present connection as if the network had; the client comes back.
    public void dropConnection(String reason) {
        SocketConnection connection = current.get();
        if (connection != null) {
            connection.abort(reason);
        }
    }

    /// Leaves the namespace, closes the connection and ends the background thread. Waits at most
    /// two seconds.
    @Override
    public void close() {
        closing.countDown();
        SocketConnection connection = current.get();
        if (connection != null) {
            connection.leave();
        }
        try {
            if (started && !ended.await(2, TimeUnit.SECONDS)) {
                log.debug("socket thread still ending");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            int failures = 0;
            boolean refused = false;
            while (closing.getCount() > 0) {
                SocketConnection connection = new SocketConnection(options, listener);
                current.set(connection);
                if (closing.getCount() == 0) {
                    break;
                }
                SocketConnection.End end = connection.run();
                current.set(null);
                failures = end == SocketConnection.End.WAS_ADMITTED ? 0 : failures + 1;
                refused = end == SocketConnection.End.REFUSED;
                if (closing.await(delay(failures, refused).toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            current.set(null);
            ended.countDown();
        }
    }

    private Duration delay(int failures, boolean refused) {
        Duration limit = refused ? options.refusedDelay() : options.maxDelay();
        long base = options.firstDelay().toMillis() << Math.min(failures, 10);
        long capped = Math.min(base, limit.toMillis());
        return Duration.ofMillis(
                Math.max(1, capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1)));
    }
}
