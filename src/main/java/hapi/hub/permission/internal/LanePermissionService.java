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

    private record Sending(SessionKey key, RequestId request) {}

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
        Sending mine = new Sending(key, request);
        Optional<DecideResult> refusal =
                lanes.call(key, work -> claim(work, mine, decision, who, origin, shownHash));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            return send(mine, decision, origin);
        } finally {
            sending.remove(mine);
        }
    }

    /// The first press wins; empty means that this one did.
    private Optional<DecideResult> claim(
            UnitOfWork work,
            Sending mine,
            Decision decision,
            String who,
            Origin origin,
            Optional<String> shownHash) {
        SessionKey key = mine.key();
        Map<RequestId, StoredDecision> open = claimed.get(key).orElse(Map.of());
        StoredDecision first = open.get(mine.request());
        if (first != null) {
            return Optional.of(new DecideResult.AlreadyDecided(first));
        }
        Optional<PendingRequests.Request> pending = sessions.requests(key).find(mine.request());
        if (pending.isEmpty()) {
            return Optional.of(
                    decisions
                            .latest(key, mine.request())
                            .filter(known -> known.state() == State.CONFIRMED)
                            .<DecideResult>map(DecideResult.AlreadyDecided::new)
                            .orElseGet(DecideResult.NotPending::new));
        }
        if (shownHash.isPresent() && !shownHash.get().equals(pending.get().hash())) {
            return Optional.of(new DecideResult.ShownChanged(pending.get()));
        }
        StoredDecision stored =
                new StoredDecision(
                        mine.request(),
                        decision,
                        who,
                        name(origin),
                        pending.get().hash(),
                        work.nowMillis(),
                        State.CLAIMED);
        decisions.insert(key, stored);
        Map<RequestId, StoredDecision> changed = new HashMap<>(open);
        changed.put(mine.request(), stored);
        claimed.put(key, Map.copyOf(changed));
        moved(work, key, mine.request(), State.CLAIMED, origin);
        return Optional.empty();
    }

    private static String name(Origin origin) {
        return switch (origin) {
            case Origin.Rest _ -> "rest";
            case Origin.Ui ui -> "ui:" + ui.device();
            case Origin.CliSocket _ -> "cli";
            case Origin.System _ -> "system";
        };
    }

    private DecideResult send(Sending mine, Decision decision, Origin origin) {
        RpcResult<RpcNothing> result =
                rpc.call(mine.key(), RpcMethods.PERMISSION, decision.toParams(mine.request()));
        if (result instanceof RpcResult.Ok<RpcNothing>) {
            return new DecideResult.Delivered();
        }
        // The CLI may have confirmed it although its answer was lost; then there is nothing to
        // open.
        boolean isReleased =
                lanes.call(
                        mine.key(),
                        work -> end(work, mine.key(), mine.request(), State.RELEASED, origin));
        return isReleased
                ? new DecideResult.Undelivered(result.failure())
                : new DecideResult.Delivered();
    }

    /// Call on a lane. False when the decision was not open any more.
    private boolean end(
            UnitOfWork work, SessionKey key, RequestId request, State state, Origin origin) {
        Map<RequestId, StoredDecision> open = claimed.get(key).orElse(Map.of());
        if (!open.containsKey(request)) {
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
        for (RequestId request : open.keySet()) {
            PendingRequests.Over over = now.over().get(request);
            if (over != null) {
                end(work, key, request, State.CONFIRMED, SYSTEM);
                refusals.confirmed(work, key, open.get(request), over);
            } else if (now.find(request).isEmpty()) {
                end(work, key, request, State.EXPIRED, SYSTEM);
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
            Sending again = new Sending(key, open.request());
            boolean isOpen = sessions.requests(key).find(open.request()).isPresent();
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
