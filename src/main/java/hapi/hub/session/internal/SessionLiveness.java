package hapi.hub.session.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.Sweep;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionBeat;
import hapi.hub.session.SessionListener;
import hapi.hub.session.WaitingPrompts;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keep-alives, the end of a session, and silence that counts as one. Source: protocol/socketio.md
/// 4.2 and 4.3.
final class SessionLiveness implements Sweep {
    static final Duration SILENCE = Duration.ofSeconds(30);
    static final Duration THINKING_GRACE = Duration.ofSeconds(15);
    private static final Duration TOO_OLD = Duration.ofMinutes(10);
    private static final Duration BROADCAST = Duration.ofSeconds(10);
    private static final Origin SYSTEM = new Origin.System();

    private final Lanes lanes;
    private final SessionStates states;
    private final Clock clock;
    private final SessionMerges merges;
    private final Supplier<List<SessionListener>> listeners;
    private final Supplier<WaitingPrompts> prompts;
    private final WaitingBeats waiting;

    SessionLiveness(
            Lanes lanes,
            SessionStates states,
            SessionMerges merges,
            Clock clock,
            Supplier<List<SessionListener>> listeners,
            Supplier<WaitingPrompts> prompts) {
        this.lanes = lanes;
        this.states = states;
        this.merges = merges;
        this.clock = clock;
        this.listeners = listeners;
        this.prompts = prompts;
        this.waiting = new WaitingBeats(lanes, this::beat);
    }

    CompletableFuture<Boolean> alive(SessionKey key, SessionBeat beat, Origin origin) {
        return waiting.add(key, beat, origin);
    }

    /// Until the CLI says that it thinks, a prompt on its way counts as thinking; while it goes out
    /// again and again its turn has not started.
    private boolean beat(UnitOfWork work, SessionKey key, SessionBeat beat, Origin origin) {
        long now = work.nowMillis();
        SessionState before = states.find(key).orElse(null);
        if (before == null
                || !Double.isFinite(beat.time())
                || beat.time() < now - TOO_OLD.toMillis()) {
            return false;
        }
        long at = Math.min(now, (long) beat.time());
        Presence old = before.presence();
        boolean isHeld = !beat.thinking() && now < old.graceUntil() && old.thinking();
        SessionState next =
                before.with(
                        old.beat(at)
                                .withThinking(
                                        beat.thinking() || isHeld,
                                        at,
                                        beat.thinking() ? 0 : old.graceUntil()));
        boolean isSentAgain = isHeld && prompts.get().anyImmediate(key);
        if (isSentAgain) {
            next = next.with(next.presence().withTurn(now));
        }
        next = withSettings(next, beat.settings(), at);
        boolean isNews =
                !old.active()
                        || isSentAgain
                        || old.thinking() != next.presence().thinking()
                        || next.row() != before.row()
                        || modesDiffer(old, next.presence());
        if (isNews || now - old.broadcastAt() > BROADCAST.toMillis()) {
            next = next.with(next.presence().withBroadcast(now));
            Patches patch = beatPatch(next);
            work.publish(origin, isNews ? patch.durable(next) : patch.ephemeral(next));
        }
        states.put(before, next);
        return true;
    }

    private static boolean modesDiffer(Presence one, Presence other) {
        return !Objects.equals(one.permissionMode(), other.permissionMode())
                || !Objects.equals(one.collaborationMode(), other.collaborationMode())
                || !Objects.equals(one.copilotAgentMode(), other.copilotAgentMode());
    }

    private static Patches beatPatch(SessionState state) {
        Presence presence = state.presence();
        SessionRow row = state.row();
        return new Patches()
                .with("active", true)
                .with("activeAt", presence.activeAt())
                .with("thinking", presence.thinking())
                .with("activeTurnStartedAt", presence.turnStartedAt())
                .withPresent("permissionMode", state.permissionMode())
                .with("model", row.model())
                .with("modelReasoningEffort", row.modelReasoningEffort())
                .with("effort", row.effort())
                .with("serviceTier", row.serviceTier())
                .withPresent("collaborationMode", presence.collaborationMode())
                .withPresent("copilotAgentMode", state.copilotAgentMode());
    }

    /// Takes over the settings of a keep-alive, except those a person has changed after it.
    private static SessionState withSettings(
            SessionState state, SessionSettings settings, long at) {
        SessionState next = state;
        for (String name : settings.values().keySet()) {
            if (at >= state.presence().chosenAt().getOrDefault(name, 0L)) {
                next = SettingChange.apply(next, name, settings.get(name).orElse(null));
            }
        }
        return next;
    }

    CompletableFuture<Boolean> ended(SessionKey key, @Nullable String reason, Origin origin) {
        return lanes.submit(key, work -> end(work, key, reason, origin));
    }

    /// Call on a lane. False when the session is gone.
    boolean end(UnitOfWork work, SessionKey key, @Nullable String reason, Origin origin) {
        SessionState before = states.find(key).orElse(null);
        if (before == null) {
            return false;
        }
        listeners.get().forEach(listener -> listener.sessionEnded(work, key, reason));
        // A listener may have changed the session.
        SessionState current = states.find(key).orElse(before);
        Presence presence = current.presence();
        if (presence.active() || presence.thinking()) {
            SessionState next = inactive(current);
            states.put(current, next);
            work.publish(
                    origin,
                    new Patches()
                            .with("active", false)
                            .with("thinking", false)
                            .with("activeTurnStartedAt", (Long) null)
                            .with("backgroundTaskCount", 0)
                            .durable(next));
        }
        work.publish(origin, new HubEvent.SessionEnded(key, reason));
        merges.settle(work, key);
        return true;
    }

    private static SessionState inactive(SessionState state) {
        SessionRow.Edit row = state.row().edit();
        row.activeAt = state.presence().activeAt();
        return state.with(row.done()).with(state.presence().ended());
    }

    /// Ends what has been silent for more than 30 seconds.
    @Override
    public void sweep() {
        for (SessionState state : states.inMemory()) {
            if (isSilent(state, clock.millis())) {
                lanes.submit(
                        state.key(),
                        work -> {
                            expire(work, state.key());
                            return true;
                        });
            }
        }
    }

    private static boolean isSilent(SessionState state, long now) {
        return state.presence().active() && now - state.presence().activeAt() > SILENCE.toMillis();
    }

    private void expire(UnitOfWork work, SessionKey key) {
        SessionState state = states.find(key).orElse(null);
        if (state == null || !isSilent(state, work.nowMillis())) {
            return;
        }
        SessionState next = inactive(state);
        states.put(state, next);
        work.publish(SYSTEM, new Patches().with("active", false).durable(next));
        merges.settle(work, key);
    }
}
