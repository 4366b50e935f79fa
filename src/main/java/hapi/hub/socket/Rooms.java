package hapi.hub.socket;

import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.socket.transport.SocketConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which connections belong to which session, machine and namespace just now, in the order in which
/// they came. Any thread.
final class Rooms {
    private final Map<Object, List<SocketConnection>> rooms = new ConcurrentHashMap<>();

    void enter(SocketConnection connection, CliPeer peer) {
        enter(peer.namespace(), connection);
        if (peer.session() != null) {
            enter(peer.session(), connection);
        }
        if (peer.machine() != null) {
            enter(peer.machine(), connection);
        }
    }

    private void enter(Object room, SocketConnection connection) {
        rooms.compute(
                room,
                (key, members) -> {
                    List<SocketConnection> all =
                            members == null ? new ArrayList<>() : new ArrayList<>(members);
                    all.add(connection);
                    return List.copyOf(all);
                });
    }

    void leave(SocketConnection connection, CliPeer peer) {
        leave(peer.namespace(), connection);
        if (peer.session() != null) {
            leave(peer.session(), connection);
        }
        if (peer.machine() != null) {
            leave(peer.machine(), connection);
        }
    }

    private void leave(Object room, SocketConnection connection) {
        rooms.computeIfPresent(
                room,
                (key, members) -> {
                    List<SocketConnection> rest = new ArrayList<>(members);
                    rest.remove(connection);
                    return rest.isEmpty() ? null : List.copyOf(rest);
                });
    }

    List<SocketConnection> of(SessionKey key) {
        return members(key);
    }

    List<SocketConnection> of(MachineKey key) {
        return members(key);
    }

    List<SocketConnection> of(Namespace namespace) {
        return members(namespace);
    }

    int size(Object room) {
        return members(room).size();
    }

    private List<SocketConnection> members(Object room) {
        return rooms.getOrDefault(room, List.of());
    }
}
