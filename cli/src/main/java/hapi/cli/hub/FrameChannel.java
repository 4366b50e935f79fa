package hapi.cli.hub;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whole text frames over one websocket of the JDK, without a meaning but for Engine.IO's ping,
/// which is answered here at once. One thread opens it and takes frames with [#poll]; any thread
/// may send and end it.
///
/// Bound: 256 frames wait for [#poll]; beyond it the peer waits, through TCP.
final class FrameChannel {
    private static final Logger log = LoggerFactory.getLogger(FrameChannel.class);
    private static final int QUEUED_FRAMES = 256;
    private static final int PART_CHARS = 65_536;
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(60);
    private static final String WAKE = "";

    /// Headers that the handshake owns; a proxy's extra header must not replace them.
    private static final Set<String> RESERVED =
            Set.of("connection", "upgrade", "host", "content-length", "expect");

    private final SocketOptions options;
    private final BlockingQueue<String> frames = new ArrayBlockingQueue<>(QUEUED_FRAMES);
    private final ReentrantLock sending = new ReentrantLock(true);
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile String goneReason = "closed";
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable Thread reader;

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

    /// Makes the connection; false when that failed. The calling thread is the reader from now on.
    boolean open() throws InterruptedException {
        reader = Thread.currentThread();
        WebSocket.Builder builder =
                options.http().newWebSocketBuilder().connectTimeout(options.connectTimeout());
        options.headers()
                .forEach((name, value) -> {
                    if (!RESERVED.contains(name.toLowerCase())) {
                        builder.header(name, value);
                    }
                });
        try {
            socket =
                    builder.buildAsync(options.uri(), new Inbound())
                            .get(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return !gone.get();
        } catch (ExecutionException e) {
            log.debug("cannot connect to {}: {}", options.uri(), e.getCause().toString());
            return false;
        } catch (TimeoutException e) {
            log.debug("no websocket handshake from {} in time", options.uri());
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
        WebSocket open = socket;
        if (open == null || gone.get()) {
            return false;
        }
        sending.lock();
        try {
            int start = 0;
            while (start < frame.length()) {
                int end = partEnd(frame, start);
                // join, not get: an interrupt must not leave half a frame on the wire.
                open.sendText(frame.substring(start, end), end == frame.length())
                        .copy()
                        .orTimeout(SEND_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                        .join();
                start = end;
            }
            return true;
        } catch (CompletionException e) {
            abort("send failed: " + e.getCause());
            return false;
        } finally {
            sending.unlock();
        }
    }

    /// Long frames go out in parts: handed over whole, JDK 25 sends a broken continuation somewhere
    /// beyond 20 MiB (node's server: "FIN must be set"). A surrogate pair is not torn apart.
    private static int partEnd(String frame, int start) {
        int end = Math.min(frame.length(), start + PART_CHARS);
        boolean tearsPair =
                end < frame.length() && Character.isHighSurrogate(frame.charAt(end - 1));
        return tearsPair ? end - 1 : end;
    }

    /// Closes in order what was opened, at most a second, then ends it.
    void close(String reason) {
        WebSocket open = socket;
        if (open != null && !gone.get()) {
            sending.lock();
            try {
                open.sendClose(WebSocket.NORMAL_CLOSURE, "").get(1, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                log.debug("no orderly close: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                sending.unlock();
            }
        }
        abort(reason);
    }

    /// Ends the connection now; the first reason counts.
    void abort(String reason) {
        if (gone.compareAndSet(false, true)) {
            goneReason = reason;
            log.debug("connection ended: {}", reason);
            Thread thread = reader;
            if (thread != null && thread != Thread.currentThread()) {
                frames.offer(WAKE);
            }
        }
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    /// The JDK's callbacks: put fragments together, answer pings, queue the rest.
    private final class Inbound implements WebSocket.Listener {
        private static final int MAX_FRAME_CHARS = 48 * 1024 * 1024;
        private StringBuilder partial = new StringBuilder();

        @Override
        public void onOpen(WebSocket webSocket) {
            socket = webSocket;
            webSocket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            if (partial.length() + data.length() > MAX_FRAME_CHARS) {
                abort("a frame is longer than 48 MiB");
                return null;
            }
            partial.append(data);
            if (last) {
                String frame = partial.toString();
                partial = frame.length() > 65_536 ? new StringBuilder() : reset(partial);
                deliver(frame);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(
                WebSocket webSocket, int statusCode, String reason) {
            abort("closed by the hub with " + statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            abort(error.toString());
        }

        private StringBuilder reset(StringBuilder builder) {
            builder.setLength(0);
            return builder;
        }

        private void deliver(String frame) {
            if (frame.equals("2")) {
                Thread.ofVirtual().start(() -> send(SocketPacketCodec.PONG));
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
}
