package hapi.hub.socket.transport;

import com.corundumstudio.socketio.transport.NamespaceClient;
import hapi.hub.socket.transport.SocketCounters.Count;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// A peer's membership of one namespace.
final class AdmittedConnection implements SocketConnection {
    private static final SecureRandom RANDOM = new SecureRandom();

    // Not the peer's Engine.IO id: that one is a secret between the client and us.
    private final String id = randomId();
    private final Peer peer;
    private final SocketNamespace namespace;
    private final Object attachment;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong nextAck = new AtomicLong();
    private final Map<Long, CompletableFuture<RawJson>> awaited = new ConcurrentHashMap<>();

    // Owned by the peer's loop; null until the namespace was entered there.
    private @Nullable NamespaceClient client;
    private volatile boolean dismissed;

    // Owned by the peer's inbox.
    private boolean left;

    AdmittedConnection(Peer peer, SocketNamespace namespace, Object attachment) {
        this.peer = peer;
        this.namespace = namespace;
        this.attachment = attachment;
    }

    static String randomId() {
        byte[] bytes = new byte[15];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    SocketNamespace handler() {
        return namespace;
    }

    /// On the peer's loop.
    void entered(NamespaceClient libraryClient) {
        client = libraryClient;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String namespace() {
        return namespace.path();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return peer.address();
    }

    @Override
    public <T> T attachment(Class<T> type) {
        return type.cast(attachment);
    }

    @Override
    public boolean isOpen() {
        return open.get();
    }

    @Override
    public void emit(String event, RawJson... arguments) {
        if (isOpen()) {
            send(EncodedPacket.event(namespace(), null, event, arguments));
        }
    }

    void emit(EncodedPacket event) {
        if (isOpen()) {
            send(event);
        }
    }

    @Override
    public CompletableFuture<RawJson> emitWithAck(
            String event, Duration timeout, RawJson... arguments) {
        return sendAndAwait(
                timeout, ackId -> EncodedPacket.event(namespace(), ackId, event, arguments));
    }

    @Override
    public CompletableFuture<RawJson> emitWithAck(
            String event, Duration timeout, SplicedJson argument) {
        return sendAndAwait(
                timeout, ackId -> EncodedPacket.event(namespace(), ackId, event, argument));
    }

    private CompletableFuture<RawJson> sendAndAwait(
            Duration timeout, LongFunction<EncodedPacket> packet) {
        long ackId = nextAck.getAndIncrement();
        CompletableFuture<RawJson> answer = new CompletableFuture<>();
        awaited.put(ackId, answer);
        if (!isOpen()) {
            // Leaving fails what is awaited; what was added after that fails here.
            answer.completeExceptionally(new ConnectionLostException(peer.endReason()));
        }
        answer.whenComplete((_, _) -> awaited.remove(ackId));
        if (!answer.isDone()) {
            peer.answerLimit().apply(answer, timeout);
            send(packet.apply(ackId));
        }
        return answer;
    }

    /// Sends a packet of this namespace, unless the client has left it.
    void send(EncodedPacket packet) {
        peer.send(
                packet.text().length,
                () -> {
                    NamespaceClient entered = client;
                    if (entered == null) {
                        return false;
                    }
                    entered.send(packet);
                    return true;
                });
    }

    /// An answer of the client has come.
    void answered(long ackId, List<RawJson> arguments) {
        CompletableFuture<RawJson> answer = awaited.get(ackId);
        if (answer == null) {
            peer.counters().add(Count.UNKNOWN_ACKS);
        } else {
            answer.complete(arguments.isEmpty() ? RawJson.NULL : arguments.getFirst());
        }
    }

    @Override
    public void disconnect(String reason) {
        EncodedPacket farewell = EncodedPacket.disconnected(namespace());
        if (end(reason)) {
            dismissed = true;
            peer.inbox().add(() -> left(reason));
            send(farewell);
            peer.loop().execute(this::leaveLibrary);
        }
    }

    @Override
    public void drop(String reason) {
        peer.close(reason);
    }

    /// The client's transport has gone. What the client sent before is still handled, and then the
    /// handler hears of the end.
    void lost(String reason) {
        if (end(reason)) {
            peer.inbox().add(() -> left(reason));
            peer.loop().execute(this::leaveLibrary);
        }
    }

    /// The client says that it leaves. In its inbox; the transport may have gone meanwhile.
    void leave(String reason) {
        if (end(reason)) {
            peer.loop().execute(this::leaveLibrary);
        }
        left(reason);
    }

    /// Packets that still come are not for the handler any more.
    boolean isDismissed() {
        return dismissed;
    }

    private boolean end(String reason) {
        if (!open.compareAndSet(true, false)) {
            return false;
        }
        awaited.values()
                .forEach(it -> it.completeExceptionally(new ConnectionLostException(reason)));
        return true;
    }

    private void left(String reason) {
        if (left) {
            return;
        }
        left = true;
        peer.forget(this);
        peer.counters().subtract(Count.OPEN_CONNECTIONS);
        peer.guard("disconnected", () -> namespace.disconnected(this, reason));
    }

    /// On the loop, behind what was sent before.
    private void leaveLibrary() {
        NamespaceClient entered = client;
        if (entered != null) {
            client = null;
            entered.onDisconnect();
        }
    }

    @Override
    public String toString() {
        return namespace.path() + "/" + id;
    }
}
