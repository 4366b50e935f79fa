package hapi.hub.socket;

import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.socket.transport.SocketConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Which connections belong to which session, machine and namespace just now. Any thread.
final class Rooms {
    private final Map<Object, Set<SocketConnection>> rooms = new ConcurrentHashMap<>();
    private final Map<Namespace, AtomicInteger> seats = new ConcurrentHashMap<>();

    /// Takes one of the namespace's places; false when all are taken.
    boolean takeSeat(Namespace namespace, int places) {
        AtomicInteger taken = seats.computeIfAbsent(namespace, key -> new AtomicInteger());
        if (taken.incrementAndGet() > places) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    void leaveSeat(Namespace namespace) {
        AtomicInteger taken = seats.get(namespace);
        if (taken != null) {
            taken.decrementAndGet();
        }
    }

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
                    Set<SocketConnection> all =
                            members == null ? ConcurrentHashMap.newKeySet() : members;
                    all.add(connection);
                    return all;
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
                    members.remove(connection);
                    return members.isEmpty() ? null : members;
                });
    }

    Collection<SocketConnection> of(SessionKey key) {
        return members(key);
    }

    Collection<SocketConnection> of(MachineKey key) {
        return members(key);
    }

    Collection<SocketConnection> of(Namespace namespace) {
        return members(namespace);
    }

    int size(Object room) {
        Set<SocketConnection> members = rooms.get(room);
        return members == null ? 0 : members.size();
    }

    private Collection<SocketConnection> members(Object room) {
        Set<SocketConnection> members = rooms.get(room);
        return members == null ? List.of() : List.copyOf(members);
    }
}
