package hapi.hub.machine.internal;

import hapi.hub.lanes.LaneMap;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.LoadedNamespaces;
import hapi.hub.machine.MachineLookup;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.store.TxRunner;
import hapi.protocol.id.MachineId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The machines in memory and in the store, always together. A namespace is loaded as a whole when
/// it is first asked for.
final class MachineStates {
    private final TxRunner store;
    private final MachineRows rows;
    private final LaneMap<MachineKey, MachineState> states;
    private final LoadedNamespaces namespaces;

    MachineStates(Lanes lanes, TxRunner store, MachineRows rows) {
        this.store = store;
        this.rows = rows;
        this.states = lanes.map();
        this.namespaces = new LoadedNamespaces(lanes, this::loadAll);
    }

    MachineLookup resolve(Namespace namespace, String id) {
        MachineId valid;
        try {
            valid = new MachineId(id);
        } catch (IllegalArgumentException e) {
            return new MachineLookup.Missing();
        }
        namespaces.load(namespace);
        MachineKey key = MachineKey.ofRow(namespace, valid);
        if (states.get(key).isPresent()) {
            return new MachineLookup.Found(key);
        }
        // One of our own that is not in memory is set aside.
        return store.read(() -> rows.namespaceOf(id))
                        .filter(owner -> !owner.equals(namespace.value()))
                        .isPresent()
                ? new MachineLookup.Foreign()
                : new MachineLookup.Missing();
    }

    Optional<MachineState> find(MachineKey key) {
        return states.get(key);
    }

    List<MachineState> all(Namespace namespace) {
        namespaces.load(namespace);
        return states.values().stream()
                .filter(state -> state.key().namespace().equals(namespace))
                .sorted(Comparator.comparingLong((MachineState it) -> it.row().createdAt()))
                .toList();
    }

    Collection<MachineState> inMemory() {
        return states.values();
    }

    private void loadAll(Namespace namespace) {
        rows.ofNamespace(namespace.value()).stream()
                .map(MachineState::of)
                .forEach(state -> states.put(state.key(), state));
    }

    /// Call on a lane.
    void loadOnLane(Namespace namespace) {
        namespaces.loadOnLane(namespace);
    }

    /// Whether another namespace has a machine of this id. Call on a lane.
    boolean isForeign(Namespace namespace, MachineId id) {
        return rows.namespaceOf(id.value())
                .filter(owner -> !owner.equals(namespace.value()))
                .isPresent();
    }

    /// Call on a lane.
    MachineState insert(MachineRow row) {
        MachineState state = MachineState.of(rows.save(row));
        states.put(state.key(), state);
        return state;
    }

    /// Call on a lane.
    void put(MachineState before, MachineState next) {
        if (!next.row().equals(before.row())) {
            rows.save(next.row());
        }
        states.put(next.key(), next);
    }
}
