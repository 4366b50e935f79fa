package hapi.hub.session.internal;

import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.ScheduledMessages;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import hapi.protocol.model.SessionSummary.PendingRequest;
import hapi.protocol.model.SessionSummary.TodoProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One session at one moment, immutable: its row, its presence, and what is derived from them, each
/// when first asked for.
final class SessionState {
    private static final int LISTED_REQUESTS = 5;

    private final SessionKey key;
    private final SessionRow row;
    private final Presence presence;
    private final Lazy<SessionMetadata> metadata;
    private final Lazy<AgentStateView> agentState;
    private final Lazy<Optional<TodoProgress>> todoProgress;
    private final Lazy<Session> view;
    private final Lazy<SessionSummary> summary;

    SessionState(SessionRow row) {
        this(row.key(), row, Presence.away(row.activeAt()), null);
    }

    private SessionState(
            SessionKey key, SessionRow row, Presence presence, @Nullable SessionState before) {
        this(
                key,
                row,
                presence,
                before,
                before != null && before.row.agentStateVersion() == row.agentStateVersion()
                        ? before.agentState
                        : new Lazy<>(() -> new AgentStateView(row.agentState(), row.updatedAt())));
    }

    private SessionState(
            SessionKey key,
            SessionRow row,
            Presence presence,
            @Nullable SessionState before,
            Lazy<AgentStateView> agentState) {
        this.key = key;
        this.row = row;
        this.presence = presence;
        this.metadata =
                before != null && before.row.metadataVersion() == row.metadataVersion()
                        ? before.metadata
                        : new Lazy<>(() -> new SessionMetadata(row.metadata()));
        this.agentState = agentState;
        this.todoProgress =
                before != null && before.row.todosUpdatedAt() == row.todosUpdatedAt()
                        ? before.todoProgress
                        : new Lazy<>(() -> progress(row.todos()));
        this.view = new Lazy<>(this::makeView);
        this.summary = new Lazy<>(() -> makeSummary(Optional.empty()));
    }

    SessionState with(SessionRow newRow) {
        return new SessionState(key, newRow, presence, this);
    }

    /// With an agent state that was read already, away from the lane.
    SessionState with(SessionRow newRow, AgentStateView read) {
        return new SessionState(key, newRow, presence, this, new Lazy<>(() -> read));
    }

    SessionState with(Presence newPresence) {
        return new SessionState(key, row, newPresence, this);
    }

    SessionKey key() {
        return key;
    }

    SessionRow row() {
        return row;
    }

    Presence presence() {
        return presence;
    }

    SessionMetadata metadata() {
        return metadata.get();
    }

    RawJson agentStateView() {
        return agentState.get().view();
    }

    PendingRequests requests() {
        return agentState.get().requests();
    }

    /// What a client sees as the permission mode: the running one, else the preferred one.
    @Nullable String permissionMode() {
        return presence.permissionMode() != null
                ? presence.permissionMode()
                : metadata().text("preferredPermissionMode").orElse(null);
    }

    @Nullable String copilotAgentMode() {
        return presence.copilotAgentMode() != null
                ? presence.copilotAgentMode()
                : metadata().text("preferredCopilotAgentMode").orElse(null);
    }

    Session view() {
        return view.get();
    }

    private Session makeView() {
        return new Session(
                row.hasConversation(),
                row.id(),
                row.namespace(),
                row.seq(),
                row.createdAt(),
                row.updatedAt(),
                row.pinned(),
                row.globalPinned(),
                presence.active(),
                presence.activeAt(),
                metadata().view(),
                row.metadataVersion(),
                agentStateView(),
                row.agentStateVersion(),
                presence.thinking(),
                presence.thinkingAt(),
                presence.turnStartedAt(),
                presence.backgroundTasks(),
                row.todos() == null ? null : RawJson.trusted(row.todos()),
                row.teamState() == null ? null : RawJson.trusted(row.teamState()),
                row.todosUpdatedAt(),
                row.teamStateUpdatedAt(),
                row.model(),
                row.modelReasoningEffort(),
                row.effort(),
                row.serviceTier(),
                permissionMode(),
                presence.collaborationMode(),
                copilotAgentMode());
    }

    /// The same object as long as this state is the session's and nothing is scheduled: who keeps
    /// what was made of it may go by that.
    SessionSummary summary(Optional<ScheduledMessages.Scheduled> scheduled) {
        return scheduled.isEmpty() ? summary.get() : makeSummary(scheduled);
    }

    private SessionSummary makeSummary(Optional<ScheduledMessages.Scheduled> scheduled) {
        List<PendingRequests.Request> open = requests().open();
        List<String> kinds = new ArrayList<>();
        if (open.stream().anyMatch(request -> !request.isInput())) {
            kinds.add(SessionSummary.KIND_PERMISSION);
        }
        if (open.stream().anyMatch(PendingRequests.Request::isInput)) {
            kinds.add(SessionSummary.KIND_INPUT);
        }
        return new SessionSummary(
                row.hasConversation(),
                row.id(),
                presence.active(),
                presence.thinking(),
                presence.activeAt(),
                row.updatedAt(),
                row.pinned(),
                row.globalPinned(),
                metadata().details(),
                row.metadataVersion(),
                row.agentStateVersion(),
                row.todosUpdatedAt(),
                todoProgress.get().orElse(null),
                open.size(),
                kinds,
                open.stream().limit(LISTED_REQUESTS).map(SessionState::listed).toList(),
                presence.backgroundTasks(),
                scheduled.map(ScheduledMessages.Scheduled::count).orElse(0),
                scheduled.map(ScheduledMessages.Scheduled::nextAt).orElse(null),
                row.model(),
                row.modelReasoningEffort(),
                row.effort());
    }

    private static PendingRequest listed(PendingRequests.Request request) {
        return new PendingRequest(
                request.id().value(),
                request.isInput() ? SessionSummary.KIND_INPUT : SessionSummary.KIND_PERMISSION,
                request.tool(),
                request.since());
    }

    private static Optional<TodoProgress> progress(@Nullable String todos) {
        if (todos == null) {
            return Optional.empty();
        }
        JsonNode items = Json.parse(todos);
        int completed = 0;
        for (JsonNode item : items) {
            if (item.path("status").asString("").equals("completed")) {
                completed++;
            }
        }
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(new TodoProgress(completed, items.size()));
    }
}
