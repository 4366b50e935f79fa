package hapi.cli.hub;

import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Socket.IO connection over a [FrameChannel], from CONNECT to end: admission, events, acks.
/// [#run] is the reader thread; a slow listener slows the peer down and never fills memory.
final class SocketConnection {
    /// How a connection ended, which decides about the next delay.
    enum End {
        NEVER_ADMITTED,
        REFUSED,
        WAS_ADMITTED
    }

    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);
    private static final AckResult OFFLINE = new AckResult.Offline();
    private static final String STRANGER = "what listens there is not the hub of this home";

    private final SocketOptions options;
    private final SocketListener listener;
    private final FrameChannel channel;
    private final Map<Long, CompletableFuture<AckResult>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong nextAck = new AtomicLong();
    private volatile boolean admitted;
    private Duration silence = Duration.ofSeconds(45);

    SocketConnection(SocketOptions options, SocketListener listener) {
        this.options = options;
        this.listener = listener;
        this.channel = new FrameChannel(options);
    }

    boolean isAdmitted() {
        return admitted && !channel.isGone();
    }

    /// Connects, then reads until the end.
    End run() throws InterruptedException {
        switch (options.identity().check()) {
            case TRUSTED -> {}
            case UNREACHABLE -> {
                return End.NEVER_ADMITTED;
            }
            case STRANGER -> {
                guarded("refused", () -> listener.refused(STRANGER));
                return End.REFUSED;
            }
        }
        if (!channel.open()) {
            return End.NEVER_ADMITTED;
        }
        boolean wasAdmitted = false;
        boolean refused = false;
        try {
            long deadline = System.nanoTime() + options.connectTimeout().toNanos();
            while (!channel.isGone() || channel.hasFrames()) {
                long patience =
                        admitted ? silence.toNanos() : Math.max(1, deadline - System.nanoTime());
                String frame = channel.poll(patience);
                if (frame == null) {
                    if (!channel.isGone()) {
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
                guarded("disconnected", () -> listener.disconnected(channel.goneReason()));
            }
        }
        if (refused) {
            return End.REFUSED;
        }
        return wasAdmitted ? End.WAS_ADMITTED : End.NEVER_ADMITTED;
    }

    boolean emit(String event, List<RawJson> args) {
        return isAdmitted()
                && channel.send(
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
                channel.send(
                        SocketPacketCodec.event(
                                options.namespace(), OptionalLong.of(id), event, args));
        // The reader empties `waiting` once, when the connection ends: whoever comes later looks
        // for itself.
        if (!sent || channel.isGone()) {
            answer.complete(OFFLINE);
        }
        return answer;
    }

    /// Says good-bye and closes.
    void leave() {
        if (isAdmitted()) {
            channel.send(SocketPacketCodec.disconnect(options.namespace()));
            channel.close("left");
        } else {
            channel.abort("left");
        }
    }

    /// Ends the connection now.
    void abort(String reason) {
        channel.abort(reason);
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
                channel.send(SocketPacketCodec.connect(options.namespace(), options.auth()));
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
                channel.send(
                        SocketPacketCodec.ack(
                                options.namespace(), ackId.getAsLong(), List.of(args)));
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
}
