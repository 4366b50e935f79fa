package hapi.hub.session.internal;

import hapi.hub.lanes.LaneMap;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.LoadedNamespaces;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.store.TxRunner;
import hapi.protocol.id.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The sessions in memory and in the store, always together: what [#put] changes of a row it writes
/// in the running transaction. A namespace is loaded as a whole when it is first asked for.
final class SessionStates {
    private record Tag(Namespace namespace, String tag) {}

    private final TxRunner store;
    private final SessionRows rows;
    private final LaneMap<SessionKey, SessionState> states;
    private final LaneMap<Tag, SessionKey> byTag;
    private final LoadedNamespaces namespaces;

    SessionStates(Lanes lanes, TxRunner store, SessionRows rows) {
        this.store = store;
        this.rows = rows;
        this.states = lanes.map();
        this.byTag = lanes.map();
        this.namespaces = new LoadedNamespaces(lanes, this::loadAll);
    }

    SessionLookup resolve(Namespace namespace, String id) {
        Optional<SessionId> valid = sessionId(id);
        if (valid.isEmpty()) {
            return new SessionLookup.Missing();
        }
        namespaces.load(namespace);
        SessionKey key = SessionKey.ofRow(namespace, valid.get());
        if (states.get(key).isPresent()) {
            return new SessionLookup.Found(key);
        }
        // One of our own that is not in memory is set aside.
        return store.read(() -> rows.namespaceOf(id))
                        .filter(owner -> !owner.equals(namespace.value()))
                        .isPresent()
                ? new SessionLookup.Foreign()
                : new SessionLookup.Missing();
    }

    private static Optional<SessionId> sessionId(String id) {
        try {
            return Optional.of(new SessionId(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<SessionState> find(SessionKey key) {
        return states.get(key);
    }

    List<SessionState> all(Namespace namespace) {
        namespaces.load(namespace);
        return states.values().stream()
                .filter(state -> state.key().namespace().equals(namespace))
                .toList();
    }

    /// All that are in memory, whosever they are; for the timers.
    Collection<SessionState> inMemory() {
        return states.values();
    }

    private void loadAll(Namespace namespace) {
        for (SessionRow row : rows.ofNamespace(namespace.value())) {
            remember(new SessionState(row));
        }
    }

    /// Call on a lane.
    void loadOnLane(Namespace namespace) {
        namespaces.loadOnLane(namespace);
    }

    /// Call on a lane.
    Optional<SessionState> findByTag(Namespace namespace, String tag) {
        return byTag.get(new Tag(namespace, tag)).flatMap(states::get);
    }

    /// Whether any namespace has a session of this id. Call on a lane.
    boolean isTaken(String id) {
        return rows.namespaceOf(id).isPresent();
    }

    /// Call on a lane.
    SessionState insert(SessionRow row) {
        SessionState state = new SessionState(rows.save(row));
        remember(state);
        return state;
    }

    /// Replaces the state and writes what differs of its row. Call on a lane.
    void put(SessionState before, SessionState next) {
        SessionRow old = before.row();
        SessionRow row = next.row();
        if (old != row) {
            write(old, row);
        }
        states.put(next.key(), next);
    }

    private void write(SessionRow old, SessionRow row) {
        if (row.metadataVersion() != old.metadataVersion()) {
            check(
                    rows.updateMetadata(
                            row.namespace(), row.id(), row.metadata(), row.metadataVersion()));
        }
        if (row.agentStateVersion() != old.agentStateVersion()) {
            check(
                    rows.updateAgentState(
                            row.namespace(), row.id(), row.agentState(), row.agentStateVersion()));
        }
        if (row.todosUpdatedAt() != old.todosUpdatedAt()) {
            check(rows.updateTodos(row.namespace(), row.id(), row.todos(), row.todosUpdatedAt()));
        }
        if (row.teamStateUpdatedAt() != old.teamStateUpdatedAt()) {
            check(
                    rows.updateTeamState(
                            row.namespace(), row.id(), row.teamState(), row.teamStateUpdatedAt()));
        }
        if (row.updatedAt() != old.updatedAt()
                || row.seq() != old.seq()
                || row.activeAt() != old.activeAt()
                || row.hasConversation() != old.hasConversation()) {
            check(
                    rows.updateProgress(
                            row.namespace(),
                            row.id(),
                            row.updatedAt(),
                            row.seq(),
                            row.activeAt(),
                            row.hasConversation()));
        }
        if (choicesDiffer(old, row)) {
            check(
                    rows.updateChoices(
                            row.namespace(),
                            row.id(),
                            row.model(),
                            row.modelReasoningEffort(),
                            row.effort(),
                            row.serviceTier(),
                            row.pinned(),
                            row.globalPinned()));
        }
    }

    private static boolean choicesDiffer(SessionRow old, SessionRow row) {
        return !Objects.equals(row.model(), old.model())
                || !Objects.equals(row.modelReasoningEffort(), old.modelReasoningEffort())
                || !Objects.equals(row.effort(), old.effort())
                || !Objects.equals(row.serviceTier(), old.serviceTier())
                || row.pinned() != old.pinned()
                || row.globalPinned() != old.globalPinned();
    }

    private static void check(int updated) {
        if (updated != 1) {
            throw new IllegalStateException(
                    "%d rows updated, cache and store differ".formatted(updated));
        }
    }

    private void remember(SessionState state) {
        states.put(state.key(), state);
        byTag.put(new Tag(state.key().namespace(), state.row().tag()), state.key());
    }

    /// Call on a lane.
    void delete(SessionState state) {
        rows.delete(state.row().namespace(), state.row().id());
        states.remove(state.key());
        Tag tag = new Tag(state.key().namespace(), state.row().tag());
        if (byTag.get(tag).filter(state.key()::equals).isPresent()) {
            byTag.remove(tag);
        }
    }
}
