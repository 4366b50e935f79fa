package hapi.cli.hub;

import hapi.cli.net.WebSocketStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whole text frames over one websocket, without a meaning but for Engine.IO's ping, which is
/// answered here at once. One thread opens it and takes frames with [#poll]; any thread may send
/// and end it.
///
/// Bound: 256 frames wait for [#poll]; beyond it the peer waits, through TCP. Who waits in [#send]
/// for a peer that reads nothing is freed by [#abort].
final class FrameChannel {
    private static final Logger log = LoggerFactory.getLogger(FrameChannel.class);
    private static final int QUEUED_FRAMES = 256;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final String WAKE = "";

    private final SocketOptions options;
    private final BlockingQueue<String> frames = new ArrayBlockingQueue<>(QUEUED_FRAMES);
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicBoolean pongWaits = new AtomicBoolean();
    private final CountDownLatch readerEnded = new CountDownLatch(1);
    private volatile String goneReason = "closed";
    private volatile @Nullable WebSocketStream socket;

    FrameChannel(SocketOptions options) {
        this.options = options;
    }

    boolean isGone() {
        return gone.get();
    }

    /// Why it is gone.
    String goneReason() {
        return goneReason;
    }

    /// Makes the connection; false when that failed.
    boolean open() {
        try {
            WebSocketStream opened =
                    WebSocketStream.open(
                            options.network(),
                            options.uri(),
                            options.headers(),
                            options.connectTimeout());
            socket = opened;
            if (gone.get()) {
                opened.cut();
                return false;
            }
            Thread.ofVirtual().name("hapi-frames").start(() -> read(opened));
            return true;
        } catch (IOException e) {
            log.debug("cannot connect to {}: {}", options.uri(), e.toString());
            return false;
        }
    }

    /// The next frame; null when none came in time, empty when the connection ended meanwhile. What
    /// came before the end is still given.
    @Nullable String poll(long nanos) throws InterruptedException {
        return frames.poll(nanos, TimeUnit.NANOSECONDS);
    }

    boolean hasFrames() {
        return !frames.isEmpty();
    }

    /// Hands one frame to the operating system; false when the connection is gone.
    boolean send(String frame) {
        WebSocketStream open = socket;
        if (open == null || gone.get()) {
            return false;
        }
        try {
            open.send(frame);
            return true;
        } catch (IOException e) {
            abort("send failed: " + e.getMessage());
            return false;
        }
    }

    /// Closes in order what was opened, at most a second, then ends it.
    void close(String reason) {
        WebSocketStream open = socket;
        if (open != null && !gone.get()) {
            Thread goodbye = Thread.ofVirtual().start(() -> sayGoodbye(open));
            try {
                // What the peer still sends is read: closed with it unread, TCP would take back
                // what we sent last.
                if (goodbye.join(CLOSE_LIMIT)) {
                    readerEnded.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        abort(reason);
    }

    private static void sayGoodbye(WebSocketStream open) {
        try {
            open.sayGoodbye();
        } catch (IOException e) {
            log.debug("no orderly close: {}", e.toString());
        }
    }

    /// Ends the connection now; the first reason counts.
    void abort(String reason) {
        if (gone.compareAndSet(false, true)) {
            goneReason = reason;
            log.debug("connection ended: {}", reason);
            frames.offer(WAKE);
        }
        WebSocketStream open = socket;
        if (open != null) {
            open.cut();
        }
    }

    private void read(WebSocketStream open) {
        try {
            for (Optional<String> frame = open.read(); frame.isPresent(); frame = open.read()) {
                deliver(frame.get());
            }
            abort("closed by the hub");
        } catch (IOException e) {
            abort(String.valueOf(e.getMessage()));
        } finally {
            readerEnded.countDown();
        }
    }

    private void deliver(String frame) {
        if (frame.equals(SocketPacketCodec.PING) && pongWaits.compareAndSet(false, true)) {
            Thread.ofVirtual()
                    .start(() -> {
                        pongWaits.set(false);
                        send(SocketPacketCodec.PONG);
                    });
        }
        try {
            // Bounded: a listener that does not keep up stops the peer through TCP.
            while (!frames.offer(frame, 1, TimeUnit.SECONDS)) {
                if (gone.get()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort("interrupted");
        }
    }
}
