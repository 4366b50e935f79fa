package hapi.hub.socket.transport;

import hapi.hub.socket.transport.Admission.Admitted;
import hapi.hub.socket.transport.Admission.Refused;
import hapi.hub.socket.transport.SocketCounters.Count;
import hapi.protocol.json.RawJson;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client's packets do: enter and leave namespaces, call their handlers, complete answers.
/// Runs in the client's inbox. netty-socketio's own packet handler is not asked for these packets:
/// it admits without auth, serves refused clients and re-writes arguments (decision 0003).
final class PacketDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(PacketDispatcher.class);
    private static final int TRACED_CHARS = 200;

    private final PeerRegistry registry;
    private final Map<String, SocketNamespace> namespaces;

    PacketDispatcher(PeerRegistry registry, Collection<? extends SocketNamespace> namespaces) {
        this.registry = registry;
        this.namespaces =
                namespaces.stream()
                        .collect(Collectors.toMap(SocketNamespace::path, Function.identity()));
    }

    void handle(Peer peer, SocketPacket packet) {
        if (LOG.isTraceEnabled()) {
            LOG.trace("in conn={} {}", peer, traced(packet));
        }
        try {
            switch (packet.type()) {
                case CONNECT -> connect(peer, packet);
                case DISCONNECT -> disconnect(peer, packet);
                case EVENT -> event(peer, packet);
                case ACK -> answer(peer, packet);
            }
        } catch (MalformedPacketException e) {
            peer.malformed(e);
        }
    }

    /// The packet's start; a CONNECT carries the sign-in and is named only.
    private static String traced(SocketPacket packet) {
        return packet.type() == SocketPacket.Type.CONNECT
                ? "CONNECT " + packet.namespace()
                : new String(packet.bytes(), 0, Math.min(packet.bytes().length, TRACED_CHARS));
    }

    private void connect(Peer peer, SocketPacket packet) throws MalformedPacketException {
        String path = packet.namespace();
        RawJson auth = PacketBody.auth(packet);
        if (peer.isConnected(path)) {
            throw new MalformedPacketException("second CONNECT");
        }
        if (peer.hasEnded()) {
            return;
        }
        if (path.equals(SocketPacket.ROOT)) {
            // Anyone may enter the root namespace, as on the published hub; nothing is there, and
            // it does not lift the limits of a client that nobody has admitted.
            peer.enterRoot();
            return;
        }
        SocketNamespace namespace = namespaces.get(path);
        if (namespace == null) {
            peer.note(Count.UNKNOWN_NAMESPACES, "unknown namespace");
            refuse(peer, path, "Invalid namespace");
            return;
        }
        switch (admission(peer, namespace, auth)) {
            case Refused(String message) -> {
                peer.counters().add(Count.CONNECTS_REFUSED);
                refuse(peer, path, message);
            }
            case Admitted(Object attachment) ->
                    admit(peer, new AdmittedConnection(peer, namespace, attachment));
        }
    }

    private static Admission admission(Peer peer, SocketNamespace namespace, RawJson auth) {
        try {
            return namespace.admit(
                    new Handshake(namespace.path(), auth, peer.address(), peer.headers()));
        } catch (RuntimeException e) {
            peer.counters().add(Count.HANDLER_FAILURES);
            LOG.error("admission to {} failed conn={}", namespace.path(), peer, e);
            return new Refused("Internal error");
        }
    }

    private static void refuse(Peer peer, String namespace, String message) {
        peer.send(EncodedPacket.refused(namespace, message));
    }

    private void admit(Peer peer, AdmittedConnection connection) {
        // Queued before anything can end the connection, so that `connected` precedes
        // `disconnected`, also when the client has gone already. It runs after this.
        peer.handle("connected", () -> connection.handler().connected(connection));
        peer.admit(connection);
        EncodedPacket packet = EncodedPacket.connected(connection.namespace(), connection.id());
        peer.send(
                packet.text().length,
                () -> {
                    registry.pipeline().enter(peer, connection);
                    peer.head().send(packet);
                    return true;
                });
    }

    private void disconnect(Peer peer, SocketPacket packet) {
        AdmittedConnection connection = peer.connection(packet.namespace());
        if (connection != null) {
            connection.leave("client namespace disconnect");
        } else if (packet.namespace().equals(SocketPacket.ROOT)) {
            peer.leaveRoot();
        }
    }

    private void event(Peer peer, SocketPacket packet) throws MalformedPacketException {
        AdmittedConnection connection = admitted(peer, packet);
        if (connection == null) {
            return;
        }
        PacketBody.Event event = PacketBody.event(packet);
        peer.counters().add(Count.EVENTS_IN);
        Ack ack = packet.ackId() < 0 ? null : ack(connection, packet.ackId());
        peer.guard(
                "event",
                () -> connection.handler().event(connection, event.name(), event.arguments(), ack));
    }

    private static Ack ack(AdmittedConnection connection, long ackId) {
        AtomicBoolean sent = new AtomicBoolean();
        return arguments -> {
            if (connection.isOpen() && sent.compareAndSet(false, true)) {
                connection.send(EncodedPacket.ack(connection.namespace(), ackId, arguments));
            }
        };
    }

    private void answer(Peer peer, SocketPacket packet) throws MalformedPacketException {
        AdmittedConnection connection = admitted(peer, packet);
        if (connection != null) {
            var arguments = PacketBody.answer(packet);
            peer.guard("answer", () -> connection.answered(packet.ackId(), arguments));
        }
    }

    private static @Nullable AdmittedConnection admitted(Peer peer, SocketPacket packet) {
        AdmittedConnection connection = peer.connection(packet.namespace());
        if (connection == null) {
            peer.note(Count.PACKETS_NOT_ADMITTED, "packet for a namespace it is not in");
            return null;
        }
        return connection.isDismissed() ? null : connection;
    }
}
