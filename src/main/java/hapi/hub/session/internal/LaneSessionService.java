package hapi.hub.session.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ArchiveResult;
import hapi.hub.session.DeleteResult;
import hapi.hub.session.NewSession;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.Pin;
import hapi.hub.session.ScheduledMessages;
import hapi.hub.session.SessionBeat;
import hapi.hub.session.SessionCreation;
import hapi.hub.session.SessionListener;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.session.SettingsResult;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import hapi.protocol.model.VersionedJson;
import hapi.protocol.model.VersionedResult;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Sessions over lanes and [SessionStates].
final class LaneSessionService implements SessionService {
    private final Lanes lanes;
    private final SessionStates states;
    private final SessionDocuments documents;
    private final SessionLiveness liveness;
    private final SessionControl control;
    private final Supplier<ScheduledMessages> scheduled;
    private final Supplier<List<SessionListener>> listeners;

    LaneSessionService(
            Lanes lanes,
            SessionStates states,
            SessionDocuments documents,
            SessionLiveness liveness,
            SessionControl control,
            Supplier<ScheduledMessages> scheduled,
            Supplier<List<SessionListener>> listeners) {
        this.lanes = lanes;
        this.states = states;
        this.documents = documents;
        this.liveness = liveness;
        this.control = control;
        this.scheduled = scheduled;
        this.listeners = listeners;
    }

    @Override
    public SessionLookup resolve(Namespace namespace, String id) {
        return states.resolve(namespace, id);
    }

    @Override
    public Optional<Session> find(SessionKey key) {
        return states.find(key).map(SessionState::view);
    }

    @Override
    public Optional<SessionSummary> summary(SessionKey key) {
        return states.find(key).map(this::summary);
    }

    private SessionSummary summary(SessionState state) {
        return state.summary(scheduled.get().of(state.key()));
    }

    @Override
    public List<SessionSummary> summaries(Namespace namespace) {
        return states.all(namespace).stream()
                .map(this::summary)
                .sorted(LaneSessionService::order)
                .toList();
    }

    /// Pinned ones first, then active ones, those that wait for a person before others, then by
    /// age. Spelt out: a list of thousands is sorted at each request.
    private static int order(SessionSummary a, SessionSummary b) {
        int order = Boolean.compare(b.globalPinned(), a.globalPinned());
        if (order == 0) {
            order = Boolean.compare(b.pinned(), a.pinned());
        }
        if (order == 0) {
            order = Boolean.compare(b.active(), a.active());
        }
        if (order == 0 && a.active()) {
            order = Integer.compare(b.pendingRequestsCount(), a.pendingRequestsCount());
        }
        return order == 0 ? Long.compare(b.updatedAt(), a.updatedAt()) : order;
    }

    @Override
    public Optional<VersionedJson> storedMetadata(SessionKey key) {
        return states.find(key)
                .map(SessionState::row)
                .map(row ->
                        new VersionedJson(row.metadataVersion(), RawJson.trusted(row.metadata())));
    }

    @Override
    public Optional<VersionedJson> storedAgentState(SessionKey key) {
        return states.find(key)
                .map(SessionState::row)
                .map(row ->
                        new VersionedJson(
                                row.agentStateVersion(), RawJson.trusted(row.agentState())));
    }

    @Override
    public PendingRequests requests(SessionKey key) {
        return states.find(key).map(SessionState::requests).orElse(PendingRequests.NONE);
    }

    @Override
    public SessionCreation getOrCreate(Namespace namespace, NewSession request, Origin origin) {
        return lanes.call(namespace, work -> create(work, namespace, request, origin));
    }

    private SessionCreation create(
            UnitOfWork work, Namespace namespace, NewSession request, Origin origin) {
        states.loadOnLane(namespace);
        Optional<SessionState> known = states.findByTag(namespace, request.tag());
        if (known.isPresent()) {
            SessionState state = known.get();
            if (request.id() != null && !request.id().equals(state.key().id())) {
                return new SessionCreation.TagTaken();
            }
            work.publish(origin, new HubEvent.SessionReplaced(state.key(), state.view()));
            return new SessionCreation.Ready(state.key(), state.view(), false);
        }
        String id = request.id() == null ? UUID.randomUUID().toString() : request.id().value();
        if (request.id() != null && states.isTaken(id)) {
            return new SessionCreation.IdTaken();
        }
        SessionState state = states.insert(row(namespace, id, request, work.nowMillis()));
        work.publish(origin, new HubEvent.SessionAdded(state.key(), state.view()));
        return new SessionCreation.Ready(state.key(), state.view(), true);
    }

    private static SessionRow row(Namespace namespace, String id, NewSession request, long now) {
        return new SessionRow(
                null,
                id,
                namespace.value(),
                request.tag(),
                now,
                now,
                request.metadata().text(),
                1,
                request.agentState().text(),
                1,
                request.model(),
                request.modelReasoningEffort(),
                request.effort(),
                null,
                null,
                0,
                null,
                0,
                false,
                false,
                now,
                false,
                0);
    }

    @Override
    public CompletableFuture<Boolean> alive(SessionKey key, SessionBeat beat, Origin origin) {
        return liveness.alive(key, beat, origin);
    }

    @Override
    public CompletableFuture<Boolean> ended(
            SessionKey key, @Nullable String reason, Origin origin) {
        return liveness.ended(key, reason, origin);
    }

    @Override
    public CompletableFuture<VersionedResult> updateMetadata(
            SessionKey key, long expectedVersion, RawJson metadata, Origin origin) {
        return documents.updateMetadata(key, expectedVersion, metadata, origin);
    }

    @Override
    public CompletableFuture<VersionedResult> updateAgentState(
            SessionKey key, long expectedVersion, RawJson agentState, Origin origin) {
        return documents.updateAgentState(key, expectedVersion, agentState, origin);
    }

    @Override
    public SettingsResult configure(SessionKey key, SessionSettings change, Origin origin) {
        return control.configure(key, change, origin);
    }

    @Override
    public SettingsResult configureModel(SessionKey key, RawJson model, Origin origin) {
        return control.configureModel(key, model, origin);
    }

    @Override
    public boolean rename(SessionKey key, String name, Origin origin) {
        checkTitle(name);
        return editMetadata(key, Json.object().put("name", name), origin);
    }

    @Override
    public boolean setSummary(SessionKey key, String text, Origin origin) {
        checkTitle(text);
        return replace(
                key,
                origin,
                (work, state) -> {
                    ObjectNode summary =
                            Json.object().put("text", text).put("updatedAt", work.nowMillis());
                    return documents.edit(state, Json.object().<ObjectNode>set("summary", summary));
                });
    }

    private static void checkTitle(String text) {
        if (text.isEmpty() || text.length() > 255) {
            throw new IllegalArgumentException("title has %d characters".formatted(text.length()));
        }
    }

    private boolean editMetadata(SessionKey key, ObjectNode changes, Origin origin) {
        return replace(key, origin, (_, state) -> documents.edit(state, changes));
    }

    @Override
    public boolean pin(SessionKey key, Pin pin, Origin origin) {
        return replace(
                key,
                origin,
                (_, state) -> {
                    SessionRow.Edit row = state.row().edit();
                    row.pinned = pin == Pin.PROJECT;
                    row.globalPinned = pin == Pin.GLOBAL;
                    return state.with(row.done());
                });
    }

    private interface Change {
        SessionState of(UnitOfWork work, SessionState state);
    }

    private boolean replace(SessionKey key, Origin origin, Change change) {
        return lanes.call(
                key,
                work -> {
                    Optional<SessionState> state = states.find(key);
                    state.ifPresent(before -> {
                        SessionState next = change.of(work, before);
                        states.put(before, next);
                        work.publish(origin, new HubEvent.SessionReplaced(key, next.view()));
                    });
                    return state.isPresent();
                });
    }

    @Override
    public ArchiveResult archive(SessionKey key, Origin origin) {
        return control.archive(key, origin);
    }

    @Override
    public DeleteResult delete(SessionKey key, Origin origin) {
        return lanes.call(
                key,
                work -> {
                    SessionState state = states.find(key).orElse(null);
                    if (state == null) {
                        return DeleteResult.GONE;
                    }
                    if (state.presence().active()) {
                        return DeleteResult.STILL_ACTIVE;
                    }
                    listeners.get().forEach(listener -> listener.sessionDeleted(work, key));
                    states.delete(state);
                    work.publish(origin, new HubEvent.SessionRemoved(key));
                    return DeleteResult.DELETED;
                });
    }
}
