package hapi.cli.hub;

import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One websocket from handshake to end. [#run] is the reader thread; frames arrive in a bounded
/// queue, so a slow listener slows the peer down and never fills memory. Pings are answered beside
/// the queue, so that it does not cost the connection either.
final class SocketConnection {
    /// How a connection ended, which decides about the next delay.
    enum End {
        NEVER_ADMITTED,
        REFUSED,
        WAS_ADMITTED
    }

    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);
    private static final int QUEUED_FRAMES = 256;
    private static final int PART_CHARS = 65_536;
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(60);
    private static final AckResult OFFLINE = new AckResult.Offline();

    /// Headers that the handshake owns; a proxy's extra header must not replace them.
    private static final Set<String> RESERVED =
            Set.of("connection", "upgrade", "host", "content-length", "expect");

    private final SocketOptions options;
    private final SocketListener listener;
    private final BlockingQueue<String> frames = new ArrayBlockingQueue<>(QUEUED_FRAMES);
    private final Map<Long, CompletableFuture<AckResult>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong nextAck = new AtomicLong();
    private final ReentrantLock sending = new ReentrantLock(true);
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile String goneReason = "closed";
    private volatile @Nullable WebSocket socket;
    private volatile boolean admitted;
    private volatile @Nullable Thread reader;
    private Duration silence = Duration.ofSeconds(45);

    SocketConnection(SocketOptions options, SocketListener listener) {
        this.options = options;
        this.listener = listener;
    }

    boolean isAdmitted() {
        return admitted && !gone.get();
    }

    /// Connects, then reads until the end.
    End run() throws InterruptedException {
        reader = Thread.currentThread();
        if (!open()) {
            return End.NEVER_ADMITTED;
        }
        boolean wasAdmitted = false;
        boolean refused = false;
        try {
            long deadline = System.nanoTime() + options.connectTimeout().toNanos();
            while (!gone.get() || !frames.isEmpty()) {
                long patience =
                        admitted ? silence.toNanos() : Math.max(1, deadline - System.nanoTime());
                String frame = poll(patience);
                if (frame == null) {
                    if (!gone.get()) {
                        abort(admitted ? "no sign of life from the hub" : "no answer to CONNECT");
                    }
                    break;
                }
                switch (handle(frame)) {
                    case CONTINUE -> {}
                    case ADMITTED -> wasAdmitted = true;
                    case REFUSED -> refused = true;
                    case STOP -> abort("the hub closed the connection");
                }
            }
        } finally {
            abort("closed");
            admitted = false;
            waiting.values().forEach(future -> future.complete(OFFLINE));
            waiting.clear();
            if (wasAdmitted) {
                guarded("disconnected", () -> listener.disconnected(goneReason));
            }
        }
        if (refused) {
            return End.REFUSED;
        }
        return wasAdmitted ? End.WAS_ADMITTED : End.NEVER_ADMITTED;
    }

    boolean emit(String event, List<RawJson> args) {
        return isAdmitted()
                && send(
                        SocketPacketCodec.event(
                                options.namespace(), OptionalLong.empty(), event, args));
    }

    CompletableFuture<AckResult> request(String event, List<RawJson> args) {
        CompletableFuture<AckResult> answer = new CompletableFuture<>();
        if (!isAdmitted()) {
            answer.complete(OFFLINE);
            return answer;
        }
        long id = nextAck.getAndIncrement();
        waiting.put(id, answer);
        answer.whenComplete((_, _) -> waiting.remove(id));
        boolean sent =
                send(
                        SocketPacketCodec.event(
                                options.namespace(), OptionalLong.of(id), event, args));
        // The reader empties `waiting` once, when the connection ends: whoever comes later looks
        // for itself.
        if (!sent || gone.get()) {
            answer.complete(OFFLINE);
        }
        return answer;
    }

    /// Says good-bye and closes.
    void leave() {
        WebSocket open = socket;
        if (open != null && isAdmitted()) {
            send(SocketPacketCodec.disconnect(options.namespace()));
            close(open);
        }
        abort("left");
    }

    /// Ends the connection now.
    void abort(String reason) {
        if (gone.compareAndSet(false, true)) {
            goneReason = reason;
            log.debug("connection ended: {}", reason);
            Thread thread = reader;
            if (thread != null && thread != Thread.currentThread()) {
                frames.offer("");
            }
        }
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private @Nullable String poll(long nanos) throws InterruptedException {
        return frames.poll(nanos, TimeUnit.NANOSECONDS);
    }

    private boolean open() throws InterruptedException {
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

    private enum Step {
        CONTINUE,
        ADMITTED,
        REFUSED,
        STOP
    }

    private Step handle(String frame) {
        SocketPacket packet;
        try {
            packet = SocketPacketCodec.read(frame);
        } catch (JsonSyntaxException e) {
            log.warn("unreadable frame of {} characters: {}", frame.length(), e.getMessage());
            return Step.CONTINUE;
        }
        return switch (packet) {
            case SocketPacket.Open open -> {
                silence = Duration.ofMillis(open.pingIntervalMillis() + open.pingTimeoutMillis());
                send(SocketPacketCodec.connect(options.namespace(), options.auth()));
                yield Step.CONTINUE;
            }
            case SocketPacket.Connected(String namespace) -> {
                if (!namespace.equals(options.namespace())) {
                    yield Step.CONTINUE;
                }
                admitted = true;
                guarded("connected", listener::connected);
                yield Step.ADMITTED;
            }
            case SocketPacket.ConnectRefused(String namespace, String message) -> {
                if (!namespace.equals(options.namespace())) {
                    yield Step.CONTINUE;
                }
                guarded("refused", () -> listener.refused(message));
                abort("refused: " + message);
                yield Step.REFUSED;
            }
            case SocketPacket.Disconnected(String namespace) ->
                    namespace.equals(options.namespace()) ? Step.STOP : Step.CONTINUE;
            case SocketPacket.EngineClose _ -> Step.STOP;
            case SocketPacket.Event event -> {
                if (admitted && event.namespace().equals(options.namespace())) {
                    guarded(
                            event.name(),
                            () -> listener.event(event.name(), event.args(), acker(event.ackId())));
                }
                yield Step.CONTINUE;
            }
            case SocketPacket.Ack ack -> {
                CompletableFuture<AckResult> answer = waiting.get(ack.ackId());
                if (answer != null && ack.namespace().equals(options.namespace())) {
                    answer.complete(new AckResult.Acked(ack.args()));
                }
                yield Step.CONTINUE;
            }
            case SocketPacket.Ping _ -> Step.CONTINUE;
            case SocketPacket.Unknown _ -> Step.CONTINUE;
        };
    }

    private SocketListener.Acker acker(OptionalLong ackId) {
        AtomicBoolean answered = new AtomicBoolean(ackId.isEmpty());
        return args -> {
            if (answered.compareAndSet(false, true) && isAdmitted()) {
                send(SocketPacketCodec.ack(options.namespace(), ackId.getAsLong(), List.of(args)));
            }
        };
    }

    /// An edge: a listener's mistake is logged and costs neither the connection nor the thread.
    private void guarded(String what, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("listener failed on {}", what, e);
        }
    }

    /// Hands one frame to the operating system; false when the connection is gone.
    private boolean send(String frame) {
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

    private void close(WebSocket open) {
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
