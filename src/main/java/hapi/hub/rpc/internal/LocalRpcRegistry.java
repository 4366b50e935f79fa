package hapi.hub.rpc.internal;

import hapi.hub.rpc.RpcConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.LaneKey;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Registrations of the connections of this process. The two maps agree per entry by `compute` on
/// the first; the second only remembers what to look at when a connection ends.
final class LocalRpcRegistry implements RpcRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRpcRegistry.class);
    private static final int MAX_NAME = 128;
    private static final int MAX_METHODS = 1_024;

    private record Registration(LaneKey target, String method) {}

    private final Map<Registration, RpcConnection> owners = new ConcurrentHashMap<>();
    private final Map<String, Set<Registration>> byConnection = new ConcurrentHashMap<>();
    private final List<BiConsumer<SessionKey, String>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void register(RpcConnection connection, LaneKey target, String method) {
        Registration registration = new Registration(target, method);
        Set<Registration> known =
                byConnection.computeIfAbsent(connection.id(), _ -> ConcurrentHashMap.newKeySet());
        if (method.length() > MAX_NAME
                || known.size() >= MAX_METHODS && !known.contains(registration)) {
            LOG.warn("{} conn={} registers too much, ignored", named(target), connection.id());
            return;
        }
        known.add(registration);
        RpcConnection before = owners.put(registration, connection);
        if (before != null && before.isOpen() && !before.id().equals(connection.id())) {
            LOG.info(
                    "{} conn={} took {} over from conn={}, which is still open",
                    named(target),
                    connection.id(),
                    method,
                    before.id());
        }
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

    private static String named(LaneKey target) {
        return switch (target) {
            case SessionKey session -> "session=" + session.id().value();
            case MachineKey machine -> "machine=" + machine.id().value();
            case Namespace namespace -> "ns=" + namespace.value();
        };
    }

    Optional<RpcConnection> find(LaneKey target, String method) {
        return Optional.ofNullable(owners.get(new Registration(target, method)));
    }

    int size() {
        return owners.size();
    }
}
