package hapi.hub.session.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionListener;
import hapi.protocol.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Joins sessions that are one conversation: a process that was started again may make a new
/// session for it. All methods run on a lane. Source: protocol/storage.md.
final class SessionMerges {
    private static final Logger LOG = LoggerFactory.getLogger(SessionMerges.class);
    private static final Origin SYSTEM = new Origin.System();

    /// What a person sees of a session and a new process does not know.
    private static final List<String> KEPT = List.of("name", "summary");

    private final SessionStates states;
    private final Supplier<List<SessionListener>> listeners;

    SessionMerges(SessionStates states, Supplier<List<SessionListener>> listeners) {
        this.states = states;
        this.listeners = listeners;
    }

    /// Joins what has the same agent session as this one: inactive ones into the newest that is
    /// active, else into the newest.
    void settle(UnitOfWork work, SessionKey key) {
        SessionState state = states.find(key).orElse(null);
        Optional<String> agentId =
                state == null ? Optional.empty() : state.metadata().agentSessionId();
        if (state == null || agentId.isEmpty()) {
            return;
        }
        Optional<String> flavor = state.metadata().text("flavor");
        List<SessionState> same =
                states.inMemory().stream()
                        .filter(it -> it.key().namespace().equals(key.namespace()))
                        .filter(it -> it.metadata().text("flavor").equals(flavor))
                        .filter(it -> it.metadata().agentSessionId().equals(agentId))
                        .toList();
        if (same.size() < 2) {
            return;
        }
        SessionState newest =
                same.stream()
                        .max(
                                Comparator.comparing((SessionState it) -> it.presence().active())
                                        .thenComparing(it -> it.row().createdAt())
                                        .thenComparing(it -> Objects.requireNonNull(it.row().no())))
                        .orElseThrow();
        for (SessionState other : same) {
            if (!other.key().equals(newest.key())) {
                merge(work, other.key(), newest.key(), SYSTEM);
            }
        }
    }

    /// Moves everything of `from` to `into` and deletes `from`. False, and nothing done, when one
    /// of them is gone or `from` is active.
    boolean merge(UnitOfWork work, SessionKey from, SessionKey into, Origin origin) {
        SessionState old = states.find(from).orElse(null);
        SessionState target = states.find(into).orElse(null);
        if (old == null || target == null || old.presence().active() || from.equals(into)) {
            return false;
        }
        listeners.get().forEach(listener -> listener.sessionMerged(work, from, into));
        SessionState next = joined(old, target);
        states.put(target, next);
        listeners.get().forEach(listener -> listener.sessionDeleted(work, from));
        states.delete(old);
        LOG.info("session={} was merged into session={}", from.id().value(), into.id().value());
        work.publish(origin, new HubEvent.SessionReplaced(into, next.view()));
        work.publish(origin, new HubEvent.TimelineInvalidated(into));
        work.publish(origin, new HubEvent.SessionRemoved(from));
        return true;
    }

    private static SessionState joined(SessionState old, SessionState target) {
        SessionRow from = old.row();
        SessionRow.Edit row = target.row().edit();
        row.updatedAt = Math.max(row.updatedAt, from.updatedAt());
        row.pinned |= from.pinned();
        row.globalPinned |= from.globalPinned();
        row.hasConversation |= from.hasConversation();
        row.model = row.model == null ? from.model() : row.model;
        row.effort = row.effort == null ? from.effort() : row.effort;
        row.modelReasoningEffort =
                row.modelReasoningEffort == null
                        ? from.modelReasoningEffort()
                        : row.modelReasoningEffort;
        if (from.todosUpdatedAt() > row.todosUpdatedAt) {
            row.todos = from.todos();
            row.todosUpdatedAt = from.todosUpdatedAt();
        }
        if (from.teamStateUpdatedAt() > row.teamStateUpdatedAt) {
            row.teamState = from.teamState();
            row.teamStateUpdatedAt = from.teamStateUpdatedAt();
        }
        ObjectNode kept = kept(old, target);
        if (!kept.isEmpty()) {
            row.metadata = target.metadata().with(kept).text();
            row.metadataVersion++;
        }
        return target.with(row.done());
    }

    private static ObjectNode kept(SessionState old, SessionState target) {
        JsonNode before = Json.parse(old.row().metadata());
        JsonNode now = Json.parse(target.row().metadata());
        ObjectNode kept = Json.object();
        for (String name : KEPT) {
            if (before.hasNonNull(name) && !now.hasNonNull(name)) {
                kept.set(name, before.get(name));
            }
        }
        return kept;
    }
}
