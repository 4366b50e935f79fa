package hapi.hub.permission.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Background;
import hapi.hub.lanes.LaneMap;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.permission.DecideResult;
import hapi.hub.permission.Decision;
import hapi.hub.permission.PermissionService;
import hapi.hub.permission.StoredDecision;
import hapi.hub.permission.StoredDecision.State;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionListener;
import hapi.hub.session.SessionService;
import hapi.hub.store.TxRunner;
import hapi.protocol.id.RequestId;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNothing;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Decisions over lanes: claimed and stored first, sent after that, and followed up with what the
/// CLI's agent state says.
final class LanePermissionService implements PermissionService, SessionListener {
    private static final Origin SYSTEM = new Origin.System();

    private record Sending(SessionKey key, StoredDecision decision) {}

    /// What became of a press.
    private sealed interface Claim {
        record Won(StoredDecision decision) implements Claim {}

        record Lost(DecideResult why) implements Claim {}
    }

    private final Lanes lanes;
    private final TxRunner store;
    private final SessionService sessions;
    private final DecisionRepository decisions;
    private final RpcGateway rpc;
    private final Background background;
    private final Refusals refusals;

    /// Decisions that the CLI has not confirmed.
    private final LaneMap<SessionKey, Map<RequestId, StoredDecision>> claimed;

    /// Calls on their way, so that a re-registration does not send a second one beside it.
    private final Set<Sending> sending = ConcurrentHashMap.newKeySet();

    LanePermissionService(
            Lanes lanes,
            TxRunner store,
            SessionService sessions,
            DecisionRepository decisions,
            RpcGateway rpc,
            Background background,
            Refusals refusals) {
        this.lanes = lanes;
        this.store = store;
        this.sessions = sessions;
        this.decisions = decisions;
        this.rpc = rpc;
        this.background = background;
        this.refusals = refusals;
        this.claimed = lanes.map();
    }

    /// Reads what an earlier process left unconfirmed. Call once, on a lane.
    void load() {
        decisions
                .claimed()
                .forEach((key, open) -> {
                    Map<RequestId, StoredDecision> byRequest = new HashMap<>();
                    open.forEach(it -> byRequest.put(it.request(), it));
                    claimed.put(key, Map.copyOf(byRequest));
                });
    }

    @Override
    public List<PendingRequests.Request> open(SessionKey key) {
        return sessions.requests(key).open();
    }

    @Override
    public Optional<PendingRequests.Request> find(SessionKey key, RequestId request) {
        return sessions.requests(key).find(request);
    }

    @Override
    public Optional<StoredDecision> decision(SessionKey key, RequestId request) {
        StoredDecision open = claimed.get(key).orElse(Map.of()).get(request);
        return open != null ? Optional.of(open) : store.read(() -> decisions.latest(key, request));
    }

    @Override
    public List<StoredDecision> history(SessionKey key, int limit) {
        return store.read(() -> decisions.history(key, limit));
    }

    @Override
    public DecideResult decide(
            SessionKey key,
            RequestId request,
            Decision decision,
            String who,
            Origin origin,
            Optional<String> shownHash) {
        return switch (lanes.call(
                key, work -> claim(work, key, request, decision, who, origin, shownHash))) {
            case Claim.Lost(DecideResult why) -> why;
            case Claim.Won(StoredDecision mine) -> {
                Sending call = new Sending(key, mine);
                sending.add(call);
                try {
                    yield send(key, mine, origin);
                } finally {
                    sending.remove(call);
                }
            }
        };
    }

    /// The first press wins.
    private Claim claim(
            UnitOfWork work,
            SessionKey key,
            RequestId request,
            Decision decision,
            String who,
            Origin origin,
            Optional<String> shownHash) {
        Map<RequestId, StoredDecision> open = claimed.get(key).orElse(Map.of());
        StoredDecision first = open.get(request);
        if (first != null) {
            return new Claim.Lost(new DecideResult.AlreadyDecided(first));
        }
        Optional<PendingRequests.Request> pending = sessions.requests(key).find(request);
        Optional<StoredDecision> confirmed =
                decisions.latest(key, request).filter(it -> it.state() == State.CONFIRMED);
        if (pending.isEmpty()) {
            return new Claim.Lost(
                    confirmed
                            .<DecideResult>map(DecideResult.AlreadyDecided::new)
                            .orElseGet(DecideResult.NotPending::new));
        }
        PendingRequests.Request asking = pending.get();
        if (shownHash.isPresent() && !shownHash.get().equals(asking.hash())) {
            return new Claim.Lost(new DecideResult.ShownChanged(asking));
        }
        if (confirmed.filter(it -> isKnownAnswer(it, asking)).isPresent()) {
            return new Claim.Lost(new DecideResult.AlreadyDecided(confirmed.get()));
        }
        StoredDecision stored =
                new StoredDecision(
                        request,
                        decision,
                        who,
                        name(origin),
                        asking.hash(),
                        work.nowMillis(),
                        State.CLAIMED,
                        asking.createdAt());
        decisions.insert(key, stored);
        Map<RequestId, StoredDecision> changed = new HashMap<>(open);
        changed.put(request, stored);
        claimed.put(key, Map.copyOf(changed));
        moved(work, key, request, State.CLAIMED, origin);
        return new Claim.Won(stored);
    }

    /// A CLI that names no time and shows the request again after its end has asked again.
    private static boolean isKnownAnswer(StoredDecision decision, PendingRequests.Request asking) {
        return decision.askedAt() != null && decision.askedAt().equals(asking.createdAt());
    }

    private static String name(Origin origin) {
        return switch (origin) {
            case Origin.Rest _ -> "rest";
            case Origin.Ui ui -> "ui:" + ui.device();
            case Origin.CliSocket _ -> "cli";
            case Origin.System _ -> "system";
        };
    }

    private DecideResult send(SessionKey key, StoredDecision mine, Origin origin) {
        RpcResult<RpcNothing> result =
                rpc.call(key, RpcMethods.PERMISSION, mine.decision().toParams(mine.request()));
        if (result instanceof RpcResult.Ok<RpcNothing>) {
            return new DecideResult.Delivered();
        }
        // The CLI may have confirmed it although its answer was lost; then there is nothing to
        // open.
        boolean isReleased = lanes.call(key, work -> end(work, key, mine, State.RELEASED, origin));
        return isReleased
                ? new DecideResult.Undelivered(result.failure())
                : new DecideResult.Delivered();
    }

    /// Call on a lane. False when this decision was not open any more.
    private boolean end(
            UnitOfWork work, SessionKey key, StoredDecision decision, State state, Origin origin) {
        RequestId request = decision.request();
        Map<RequestId, StoredDecision> open = claimed.get(key).orElse(Map.of());
        if (!decision.equals(open.get(request))) {
            return false;
        }
        Map<RequestId, StoredDecision> changed = new HashMap<>(open);
        changed.remove(request);
        if (changed.isEmpty()) {
            claimed.remove(key);
        } else {
            claimed.put(key, Map.copyOf(changed));
        }
        decisions.move(key, request, state);
        moved(work, key, request, state, origin);
        return true;
    }

    private static void moved(
            UnitOfWork work, SessionKey key, RequestId request, State state, Origin origin) {
        work.publish(
                origin,
                new HubEvent.DecisionMoved(key, request, state.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void agentStateChanged(UnitOfWork work, SessionKey key, PendingRequests now) {
        Map<RequestId, StoredDecision> open = claimed.get(key).orElse(Map.of());
        for (StoredDecision decision : open.values()) {
            if (now.find(decision.request()).filter(decision::answers).isPresent()) {
                // What the CLI says of an earlier asking with this id is not about this one.
                continue;
            }
            PendingRequests.Over over = now.over().get(decision.request());
            if (over != null && decision.isOverIn(over)) {
                end(work, key, decision, State.CONFIRMED, SYSTEM);
                refusals.confirmed(work, key, decision, over);
            } else {
                end(work, key, decision, State.EXPIRED, SYSTEM);
            }
        }
    }

    @Override
    public void sessionDeleted(UnitOfWork work, SessionKey key) {
        claimed.remove(key);
    }

    /// A process that can be asked has (re)appeared: what it has not confirmed is sent again. It
    /// ignores what it knows. Any thread, does not block.
    void methodRegistered(SessionKey key, String method) {
        if (!method.equals(RpcMethods.PERMISSION.name())) {
            return;
        }
        for (StoredDecision open : claimed.get(key).orElse(Map.of()).values()) {
            Sending again = new Sending(key, open);
            boolean isOpen =
                    sessions.requests(key).find(open.request()).filter(open::answers).isPresent();
            if (isOpen && sending.add(again)) {
                background.run(
                        "repeat of a decision",
                        () -> {
                            try {
                                rpc.call(
                                        key,
                                        RpcMethods.PERMISSION,
                                        open.decision().toParams(open.request()));
                            } finally {
                                sending.remove(again);
                            }
                        });
            }
        }
    }
}
