package hapi.hub.session.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionListener;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.VersionedResult;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes of the versioned documents: compare-and-set by a CLI, edits by the hub.
final class SessionDocuments {
    /// What a request's end is called when the CLI does not say.
    private static final String GONE = "canceled";

    private final Lanes lanes;
    private final SessionStates states;
    private final SessionMerges merges;
    private final Clock clock;
    private final Supplier<List<SessionListener>> listeners;

    SessionDocuments(
            Lanes lanes,
            SessionStates states,
            SessionMerges merges,
            Clock clock,
            Supplier<List<SessionListener>> listeners) {
        this.lanes = lanes;
        this.states = states;
        this.merges = merges;
        this.clock = clock;
        this.listeners = listeners;
    }

    CompletableFuture<VersionedResult> updateMetadata(
            SessionKey key, long expectedVersion, RawJson metadata, Origin origin) {
        JsonNode parsed = metadata.read();
        return lanes.submit(
                key,
                metadata.text().length(),
                work -> {
                    SessionState state = states.find(key).orElse(null);
                    if (state == null) {
                        return new VersionedResult.Missing();
                    }
                    SessionRow old = state.row();
                    if (old.metadataVersion() != expectedVersion) {
                        return new VersionedResult.Stale(
                                old.metadataVersion(), RawJson.trusted(old.metadata()));
                    }
                    RawJson stored = state.metadata().merge(metadata, parsed);
                    SessionRow.Edit row = old.edit();
                    row.metadata = stored.text();
                    row.metadataVersion++;
                    row.seq++;
                    row.updatedAt = Math.max(old.updatedAt(), work.nowMillis());
                    SessionState next = state.with(row.done());
                    states.put(state, next);
                    work.publish(
                            origin,
                            Patches.written(
                                    next,
                                    "metadata",
                                    row.metadataVersion,
                                    stored,
                                    next.metadata().view()));
                    if (!next.metadata()
                            .agentSessionId()
                            .equals(state.metadata().agentSessionId())) {
                        merges.settle(work, key);
                    }
                    return new VersionedResult.Applied(row.metadataVersion, stored);
                });
    }

    CompletableFuture<VersionedResult> updateAgentState(
            SessionKey key, long expectedVersion, RawJson agentState, Origin origin) {
        AgentStateView read = new AgentStateView(agentState.text(), clock.millis());
        return lanes.submit(
                key,
                agentState.text().length(),
                work -> {
                    SessionState state = states.find(key).orElse(null);
                    if (state == null) {
                        return new VersionedResult.Missing();
                    }
                    SessionRow old = state.row();
                    if (old.agentStateVersion() != expectedVersion) {
                        return new VersionedResult.Stale(
                                old.agentStateVersion(), RawJson.trusted(old.agentState()));
                    }
                    SessionRow.Edit row = old.edit();
                    row.agentState = agentState.text();
                    row.agentStateVersion++;
                    row.seq++;
                    row.updatedAt = Math.max(old.updatedAt(), work.nowMillis());
                    SessionState next = state.with(row.done(), read);
                    states.put(state, next);
                    work.publish(
                            origin,
                            Patches.written(
                                    next,
                                    "agentState",
                                    row.agentStateVersion,
                                    agentState,
                                    next.agentStateView()));
                    publishRequests(work, key, state.requests(), next.requests(), origin);
                    listeners.get().forEach(it -> it.agentStateChanged(work, key, next.requests()));
                    return new VersionedResult.Applied(row.agentStateVersion, agentState);
                });
    }

    private static void publishRequests(
            UnitOfWork work,
            SessionKey key,
            PendingRequests before,
            PendingRequests now,
            Origin origin) {
        Map<RequestId, PendingRequests.Request> old = before.openById();
        Map<RequestId, PendingRequests.Request> open = now.openById();
        for (RequestId id : old.keySet()) {
            if (!isSameAsking(old.get(id), open.get(id))) {
                PendingRequests.Over over = now.over().get(id);
                work.publish(
                        origin,
                        new HubEvent.PermissionResolved(
                                key, id, over == null ? GONE : over.status()));
            }
        }
        for (RequestId id : open.keySet()) {
            if (!isSameAsking(open.get(id), old.get(id))) {
                work.publish(origin, new HubEvent.PermissionRequested(key, id));
            }
        }
    }

    private static boolean isSameAsking(
            PendingRequests.Request one, PendingRequests.@Nullable Request other) {
        return other != null && PendingRequests.isOneAsking(one.createdAt(), other.createdAt());
    }

    /// An edit by the hub itself: the version goes up, `updatedAt` does not, and CLIs are not told.
    /// Call on a lane.
    SessionState edit(SessionState state, ObjectNode changes) {
        SessionRow.Edit row = state.row().edit();
        row.metadata = state.metadata().with(changes).text();
        row.metadataVersion++;
        row.seq++;
        return state.with(row.done());
    }
}
