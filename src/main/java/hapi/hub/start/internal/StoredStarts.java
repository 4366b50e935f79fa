package hapi.hub.start.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Background;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.Sweep;
import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.machine.SpawnOutcome;
import hapi.hub.message.MessageService;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.start.OpenStart;
import hapi.hub.start.SessionStarts;
import hapi.hub.start.StartResult;
import hapi.hub.store.TxRunner;
import hapi.protocol.id.LocalId;
import hapi.protocol.model.Session;
import hapi.protocol.rpc.MachineCalls.SpawnOnceParams;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Starts as rows. A row is awaited, then gone (its prompt is in the session) or failed; nothing
/// comes back from failed.
///
/// INVARIANT: who holds an id in `held` alone asks for it and settles it, and looks at the row
/// after taking it: no start that failed is asked for again.
final class StoredStarts implements SessionStarts, Sweep {
    /// A person who waited longer has done something else.
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Origin SYSTEM = new Origin.System();

    private final Lanes lanes;
    private final TxRunner store;
    private final StartRepository rows;
    private final MachineService machines;
    private final SessionService sessions;
    private final MessageService messages;
    private final Background background;
    private final Clock clock;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    StoredStarts(
            Lanes lanes,
            TxRunner store,
            StartRepository rows,
            MachineService machines,
            SessionService sessions,
            MessageService messages,
            Background background,
            Clock clock) {
        this.lanes = lanes;
        this.store = store;
        this.rows = rows;
        this.machines = machines;
        this.sessions = sessions;
        this.messages = messages;
        this.background = background;
        this.clock = clock;
    }

    @Override
    public StartResult start(MachineKey machine, SpawnParams params, String prompt, Origin origin) {
        if (prompt.isBlank()) {
            return result("", machines.spawn(machine, params));
        }
        Namespace namespace = machine.namespace();
        OpenStart start =
                new OpenStart(
                        UUID.randomUUID().toString(),
                        machine.id().value(),
                        params,
                        prompt.strip(),
                        clock.millis(),
                        null);
        held.add(start.id());
        try {
            change(
                    namespace,
                    origin,
                    () -> {
                        rows.insert(namespace, start);
                        return true;
                    });
            SpawnOutcome outcome = machines.spawnOnce(machine, start.id(), params);
            settle(namespace, start, outcome, origin);
            if (outcome instanceof SpawnOutcome.Unanswered silent && !silent.isLate()) {
                fail(namespace, start, "", origin);
            }
            return result(start.id(), outcome);
        } finally {
            held.remove(start.id());
        }
    }

    private static StartResult result(String startId, SpawnOutcome outcome) {
        return switch (outcome) {
            case SpawnOutcome.Started(String sessionId) -> new StartResult.Started(sessionId);
            case SpawnOutcome.Refused refused ->
                    new StartResult.Refused(
                            startId, refused.message(), refused.code(), refused.agent());
            case SpawnOutcome.Unanswered silent ->
                    new StartResult.Unanswered(startId, silent.message(), silent.isLate());
        };
    }

    @Override
    public List<OpenStart> open(Namespace namespace) {
        return store.read(() -> rows.of(namespace));
    }

    @Override
    public void forget(Namespace namespace, String startId, Origin origin) {
        change(namespace, origin, () -> rows.delete(namespace, startId));
    }

    /// Looks after what nobody waits for: starts that an earlier process of the hub asked for, and
    /// those that were not answered.
    @Override
    public void sweep() {
        for (StartRepository.Owned owned : store.read(rows::awaited)) {
            if (held.add(owned.start().id())) {
                background.run("start of a session", () -> lookAfter(owned));
            }
        }
    }

    private void lookAfter(StartRepository.Owned owned) {
        Namespace namespace = owned.namespace();
        OpenStart start = owned.start();
        try {
            if (store.read(() -> rows.isAwaited(namespace, start.id()))) {
                goOn(namespace, start);
            }
        } finally {
            held.remove(start.id());
        }
    }

    /// A session that is there and does not run has lost its process with the hub's answer to it:
    /// asked again, the runner starts one for the same session.
    private void goOn(Namespace namespace, OpenStart start) {
        Optional<String> session =
                store.read(() -> rows.sessionOf(namespace, SpawnOnceParams.tag(start.id())));
        boolean isOver = clock.millis() - start.createdAt() > PATIENCE.toMillis();
        if (session.filter(id -> isOver || isActive(namespace, id)).isPresent()) {
            deliver(namespace, start, session.get(), SYSTEM);
        } else if (isOver) {
            fail(namespace, start, "", SYSTEM);
        } else {
            askable(namespace, start)
                    .map(machine -> machines.spawnOnce(machine, start.id(), start.params()))
                    .ifPresent(outcome -> settle(namespace, start, outcome, SYSTEM));
        }
    }

    private boolean isActive(Namespace namespace, String sessionId) {
        return sessions.resolve(namespace, sessionId) instanceof SessionLookup.Found(var key)
                && sessions.find(key).filter(Session::active).isPresent();
    }

    /// The machine, when its runner is there and may be asked twice.
    private Optional<MachineKey> askable(Namespace namespace, OpenStart start) {
        Predicate<MachineKey> isAskable = machines::canSpawnAgain;
        return machines.resolve(namespace, start.machineId())
                        instanceof MachineLookup.Found(MachineKey key)
                ? Optional.of(key).filter(isAskable)
                : Optional.empty();
    }

    private void settle(Namespace namespace, OpenStart start, SpawnOutcome outcome, Origin origin) {
        switch (outcome) {
            case SpawnOutcome.Started(String sessionId) ->
                    deliver(namespace, start, sessionId, origin);
            case SpawnOutcome.Refused refused -> fail(namespace, start, refused.message(), origin);
            case SpawnOutcome.Unanswered _ -> {}
        }
    }

    /// One first prompt a session, however often it is sent: a hub that dies between the two steps
    /// sends it again, by the same local id.
    private void deliver(Namespace namespace, OpenStart start, String sessionId, Origin origin) {
        if (sessions.resolve(namespace, sessionId) instanceof SessionLookup.Found(var key)) {
            messages.send(
                    key,
                    OutgoingMessage.text(start.prompt(), new LocalId("first-" + sessionId)),
                    origin);
            change(namespace, origin, () -> rows.delete(namespace, start.id()));
        } else {
            fail(namespace, start, "The session that was started is not known", origin);
        }
    }

    private void fail(Namespace namespace, OpenStart start, String reason, Origin origin) {
        change(namespace, origin, () -> rows.fail(namespace, start.id(), reason));
    }

    private void change(Namespace namespace, Origin origin, Change change) {
        lanes.call(
                namespace,
                work -> {
                    boolean isNews = change.apply();
                    if (isNews) {
                        work.publish(origin, new HubEvent.StartMoved(namespace));
                    }
                    return isNews;
                });
    }

    /// Whether anything changed.
    @FunctionalInterface
    private interface Change {
        boolean apply();
    }
}
