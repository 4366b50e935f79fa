package hapi.hub.rpc.internal;

import hapi.hub.rpc.RpcConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.LaneKey;
import hapi.hub.scope.SessionKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/// Registrations of the connections of this process. The two maps agree per entry by `compute` on
/// the first; the second only remembers what to look at when a connection ends.
final class LocalRpcRegistry implements RpcRegistry {
    private record Registration(LaneKey target, String method) {}

    private final Map<Registration, RpcConnection> owners = new ConcurrentHashMap<>();
    private final Map<String, Set<Registration>> byConnection = new ConcurrentHashMap<>();
    private final List<BiConsumer<SessionKey, String>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void register(RpcConnection connection, LaneKey target, String method) {
        Registration registration = new Registration(target, method);
        byConnection
                .computeIfAbsent(connection.id(), _ -> ConcurrentHashMap.newKeySet())
                .add(registration);
        owners.put(registration, connection);
        if (target instanceof SessionKey session) {
            listeners.forEach(listener -> listener.accept(session, method));
        }
    }

    @Override
    public void unregister(RpcConnection connection, LaneKey target, String method) {
        remove(connection, new Registration(target, method));
        Set<Registration> known = byConnection.get(connection.id());
        if (known != null) {
            known.remove(new Registration(target, method));
        }
    }

    @Override
    public void connectionEnded(RpcConnection connection) {
        Set<Registration> known = byConnection.remove(connection.id());
        if (known != null) {
            known.forEach(registration -> remove(connection, registration));
        }
    }

    /// Only the owner's: a newer socket may have taken the method over.
    private void remove(RpcConnection connection, Registration registration) {
        owners.computeIfPresent(
                registration, (_, owner) -> owner.id().equals(connection.id()) ? null : owner);
    }

    @Override
    public void onSessionMethod(BiConsumer<SessionKey, String> listener) {
        listeners.add(listener);
    }

    Optional<RpcConnection> find(LaneKey target, String method) {
        return Optional.ofNullable(owners.get(new Registration(target, method)));
    }

    int size() {
        return owners.size();
    }
}
