package hapi.hub.socket.transport;

import com.corundumstudio.socketio.transport.NamespaceClient;
import hapi.hub.socket.transport.SocketCounters.Count;
import hapi.protocol.json.RawJson;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
        long ackId = nextAck.getAndIncrement();
        CompletableFuture<RawJson> answer = new CompletableFuture<>();
        awaited.put(ackId, answer);
        if (!isOpen()) {
            // Leaving fails what is awaited; what was added after that fails here.
            answer.completeExceptionally(new ConnectionLostException(peer.endReason()));
        }
        answer.whenComplete((_, _) -> awaited.remove(ackId));
        if (!answer.isDone()) {
            answer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
            send(EncodedPacket.event(namespace(), ackId, event, arguments));
        }
        return answer;
    }

    /// Sends a packet of this namespace, unless the client has left it.
    void send(EncodedPacket packet) {
        peer.send(
                packet.text().length,
                () -> {
                    NamespaceClient entered = client;
                    if (entered != null) {
                        entered.send(packet);
                    }
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
        send(EncodedPacket.disconnected(namespace()));
        leave(reason);
    }

    /// The client has left. Any thread; only the first call counts.
    void leave(String reason) {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        awaited.values()
                .forEach(it -> it.completeExceptionally(new ConnectionLostException(reason)));
        peer.left(this);
        peer.loop()
                .execute(() -> {
                    if (client != null) {
                        client.onDisconnect();
                    }
                });
        peer.handle("disconnected", () -> namespace.disconnected(this, reason));
    }

    @Override
    public String toString() {
        return namespace.path() + "/" + id;
    }
}
