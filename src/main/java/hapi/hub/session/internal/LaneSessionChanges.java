package hapi.hub.session.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionChanges;
import hapi.hub.session.TaskStep;
import hapi.hub.session.TeamStep;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.SessionPatch;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// The changes that other features make, on their lane commands.
final class LaneSessionChanges implements SessionChanges {
    private final SessionStates states;

    LaneSessionChanges(SessionStates states) {
        this.states = states;
    }

    @Override
    public boolean exists(SessionKey key) {
        return states.find(key).isPresent();
    }

    @Override
    public void touch(UnitOfWork work, SessionKey key, long atMillis, Origin origin) {
        change(
                key,
                state -> {
                    SessionState next = touched(state, atMillis);
                    states.put(state, next);
                    work.publish(origin, Patches.updatedAt(next).durable(next));
                });
    }

    private static SessionState touched(SessionState state, long atMillis) {
        if (atMillis <= state.row().updatedAt()) {
            return state;
        }
        SessionRow.Edit row = state.row().edit();
        row.updatedAt = atMillis;
        return state.with(row.done());
    }

    @Override
    public void conversationStarted(UnitOfWork work, SessionKey key, Origin origin) {
        conversation(work, key, true, origin);
    }

    @Override
    public void conversationGone(UnitOfWork work, SessionKey key, Origin origin) {
        conversation(work, key, false, origin);
    }

    private void conversation(UnitOfWork work, SessionKey key, boolean isThere, Origin origin) {
        change(
                key,
                state -> {
                    if (state.row().hasConversation() == isThere) {
                        return;
                    }
                    SessionRow.Edit row = state.row().edit();
                    row.hasConversation = isThere;
                    SessionState next = state.with(row.done());
                    states.put(state, next);
                    work.publish(origin, new HubEvent.SessionReplaced(key, next.view()));
                });
    }

    @Override
    public void promptSent(UnitOfWork work, SessionKey key, Origin origin) {
        change(
                key,
                state -> {
                    if (!state.presence().active()) {
                        return;
                    }
                    long now = work.nowMillis();
                    long graceUntil = now + SessionLiveness.THINKING_GRACE.toMillis();
                    SessionState next =
                            touched(state, now).with(state.presence().prompted(now, graceUntil));
                    states.put(state, next);
                    work.publish(
                            origin,
                            Patches.updatedAt(next)
                                    .with("thinking", true)
                                    .with("activeTurnStartedAt", next.presence().turnStartedAt())
                                    .durable(next));
                });
    }

    @Override
    public void clearThinkingGrace(UnitOfWork work, SessionKey key) {
        change(
                key,
                state -> {
                    Presence presence = state.presence();
                    states.put(
                            state,
                            state.with(
                                    presence.withThinking(
                                            presence.thinking(), work.nowMillis(), 0)));
                });
    }

    @Override
    public void todos(
            UnitOfWork work, SessionKey key, RawJson todos, long atMillis, Origin origin) {
        change(
                key,
                state -> {
                    if (atMillis <= state.row().todosUpdatedAt()) {
                        return;
                    }
                    SessionRow.Edit row = state.row().edit();
                    row.todos = todos.text();
                    row.todosUpdatedAt = atMillis;
                    SessionState next = state.with(row.done());
                    states.put(state, next);
                    work.publish(
                            origin,
                            Patches.updatedAt(next)
                                    .with("todos", SessionPatch.versioned(atMillis, todos))
                                    .durable(next));
                });
    }

    @Override
    public void tasks(
            UnitOfWork work, SessionKey key, List<TaskStep> steps, long atMillis, Origin origin) {
        change(
                key,
                state -> {
                    SessionRow.Edit row = state.row().edit();
                    String todos = TaskItems.after(row.todos, steps);
                    if (todos == null || todos.equals(row.todos)) {
                        return;
                    }
                    row.todos = todos;
                    // Versions only grow, also when two items have the same time.
                    row.todosUpdatedAt = Math.max(atMillis, row.todosUpdatedAt + 1);
                    SessionState next = state.with(row.done());
                    states.put(state, next);
                    work.publish(
                            origin,
                            Patches.updatedAt(next)
                                    .with(
                                            "todos",
                                            SessionPatch.versioned(
                                                    row.todosUpdatedAt, RawJson.trusted(todos)))
                                    .durable(next));
                });
    }

    @Override
    public void team(
            UnitOfWork work, SessionKey key, List<TeamStep> steps, long atMillis, Origin origin) {
        change(
                key,
                state -> {
                    if (steps.isEmpty()) {
                        return;
                    }
                    SessionRow.Edit row = state.row().edit();
                    String team = TeamState.after(row.teamState, steps, atMillis);
                    if (Objects.equals(team, row.teamState)) {
                        return;
                    }
                    row.teamState = team;
                    // Versions only grow, also when two steps have the same time.
                    row.teamStateUpdatedAt = Math.max(atMillis, row.teamStateUpdatedAt + 1);
                    SessionState next = state.with(row.done());
                    states.put(state, next);
                    work.publish(
                            origin,
                            Patches.updatedAt(next)
                                    .with(
                                            "teamState",
                                            SessionPatch.versioned(
                                                    row.teamStateUpdatedAt,
                                                    team == null
                                                            ? RawJson.NULL
                                                            : RawJson.trusted(team)))
                                    .durable(next));
                });
    }

    private void change(SessionKey key, Consumer<SessionState> change) {
        states.find(key).ifPresent(change);
    }
}
