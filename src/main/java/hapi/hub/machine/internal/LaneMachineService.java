package hapi.hub.machine.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.Sweep;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.machine.MachineFacts;
import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineRegistration;
import hapi.hub.machine.MachineService;
import hapi.hub.machine.SpawnOutcome;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Machine;
import hapi.protocol.model.VersionedResult;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Machines over lanes and [MachineStates].
final class LaneMachineService implements MachineService, Sweep {
    static final Duration SILENCE = Duration.ofSeconds(45);
    private static final Duration TOO_OLD = Duration.ofMinutes(10);
    private static final Duration BROADCAST = Duration.ofSeconds(10);
    private static final Origin SYSTEM = new Origin.System();

    private final Lanes lanes;
    private final MachineStates states;
    private final SpawnCalls spawns;
    private final Clock clock;

    LaneMachineService(Lanes lanes, MachineStates states, SpawnCalls spawns, Clock clock) {
        this.lanes = lanes;
        this.states = states;
        this.spawns = spawns;
        this.clock = clock;
    }

    @Override
    public MachineLookup resolve(Namespace namespace, String id) {
        return states.resolve(namespace, id);
    }

    @Override
    public Optional<Machine> find(MachineKey key) {
        return states.find(key).map(MachineState::view);
    }

    @Override
    public List<Machine> list(Namespace namespace) {
        return states.all(namespace).stream().map(MachineState::view).toList();
    }

    @Override
    public List<MachineFacts> facts(Namespace namespace) {
        return list(namespace).stream().map(MachineFactsReader::read).toList();
    }

    @Override
    public MachineRegistration register(
            Namespace namespace,
            MachineId id,
            RawJson metadata,
            RawJson runnerState,
            Origin origin) {
        RegisteredAgain again = RegisteredAgain.with(metadata, runnerState);
        return lanes.call(
                namespace,
                work -> {
                    states.loadOnLane(namespace);
                    if (states.isForeign(namespace, id)) {
                        return new MachineRegistration.Foreign();
                    }
                    MachineKey key = MachineKey.ofRow(namespace, id);
                    MachineState state =
                            states.find(key)
                                    .map(known -> replaced(known, again))
                                    .orElseGet(() ->
                                            states.insert(
                                                    row(
                                                            namespace,
                                                            id,
                                                            metadata,
                                                            runnerState,
                                                            work.nowMillis())));
                    work.publish(origin, new HubEvent.MachineChanged(key, state.view()));
                    return new MachineRegistration.Registered(key, state.view());
                });
    }

    private MachineState replaced(MachineState known, RegisteredAgain again) {
        MachineState next = known.with(again.over(known.row()));
        states.put(known, next);
        return next;
    }

    private static MachineRow row(
            Namespace namespace, MachineId id, RawJson metadata, RawJson runnerState, long now) {
        return new MachineRow(
                null,
                id.value(),
                namespace.value(),
                now,
                now,
                metadata.text(),
                1,
                runnerState.text(),
                1,
                now,
                0);
    }

    @Override
    public CompletableFuture<Boolean> alive(
            MachineKey key, double time, RawJson health, Origin origin) {
        RawJson shown = MachineViews.health(health);
        return lanes.submit(
                key,
                work -> {
                    long now = work.nowMillis();
                    MachineState state = states.find(key).orElse(null);
                    if (state == null
                            || !Double.isFinite(time)
                            || time < now - TOO_OLD.toMillis()) {
                        return false;
                    }
                    boolean isNews =
                            !state.active()
                                    || !state.health().equals(shown)
                                    || now - state.broadcastAt() > BROADCAST.toMillis();
                    MachineState next =
                            state.seen(
                                    Math.min(now, (long) time),
                                    shown,
                                    isNews ? now : state.broadcastAt());
                    states.put(state, next);
                    if (isNews) {
                        work.publish(origin, new HubEvent.MachineChanged(key, next.view()));
                    }
                    return true;
                });
    }

    @Override
    public CompletableFuture<VersionedResult> updateMetadata(
            MachineKey key, long expectedVersion, RawJson metadata, Origin origin) {
        return lanes.submit(
                key,
                metadata.text().length(),
                work -> {
                    MachineState state = states.find(key).orElse(null);
                    if (state == null) {
                        return new VersionedResult.Missing();
                    }
                    MachineRow row = state.row();
                    if (row.metadataVersion() != expectedVersion) {
                        return new VersionedResult.Stale(
                                row.metadataVersion(), RawJson.trusted(row.metadata()));
                    }
                    MachineState next =
                            state.with(row.withMetadata(metadata.text(), work.nowMillis()));
                    written(work, state, next, "metadata", expectedVersion + 1, metadata, origin);
                    return new VersionedResult.Applied(expectedVersion + 1, metadata);
                });
    }

    @Override
    public CompletableFuture<VersionedResult> updateRunnerState(
            MachineKey key, long expectedVersion, RawJson runnerState, Origin origin) {
        return lanes.submit(
                key,
                runnerState.text().length(),
                work -> {
                    MachineState state = states.find(key).orElse(null);
                    if (state == null) {
                        return new VersionedResult.Missing();
                    }
                    MachineRow row = state.row();
                    if (row.runnerStateVersion() != expectedVersion) {
                        return new VersionedResult.Stale(
                                row.runnerStateVersion(), RawJson.trusted(row.runnerState()));
                    }
                    long now = work.nowMillis();
                    MachineState next =
                            state.with(
                                            row.withRunnerState(runnerState.text(), now)
                                                    .withActiveAt(now))
                                    .seen(now, state.health(), now);
                    written(
                            work,
                            state,
                            next,
                            "runnerState",
                            expectedVersion + 1,
                            runnerState,
                            origin);
                    return new VersionedResult.Applied(expectedVersion + 1, runnerState);
                });
    }

    private void written(
            UnitOfWork work,
            MachineState before,
            MachineState next,
            String document,
            long version,
            RawJson value,
            Origin origin) {
        states.put(before, next);
        work.publish(
                origin, new HubEvent.MachineDocumentWritten(next.key(), document, version, value));
        work.publish(origin, new HubEvent.MachineChanged(next.key(), next.view()));
    }

    @Override
    public boolean rename(MachineKey key, String displayName, Origin origin) {
        return lanes.call(
                key,
                work -> {
                    Optional<MachineState> found = states.find(key);
                    found.ifPresent(state -> {
                        JsonNode stored = Json.parse(state.row().metadata());
                        ObjectNode edited =
                                stored.isObject()
                                        ? ((ObjectNode) stored).deepCopy()
                                        : Json.object();
                        if (displayName.isEmpty()) {
                            edited.remove("displayName");
                        } else {
                            edited.put("displayName", displayName);
                        }
                        MachineState next =
                                state.with(
                                        state.row()
                                                .withMetadata(
                                                        Json.write(edited),
                                                        state.row().updatedAt()));
                        states.put(state, next);
                        work.publish(origin, new HubEvent.MachineChanged(key, next.view()));
                    });
                    return found.isPresent();
                });
    }

    @Override
    public SpawnOutcome spawn(MachineKey key, SpawnParams params) {
        return spawns.spawn(key, params);
    }

    @Override
    public SpawnOutcome spawnOnce(MachineKey key, String startId, SpawnParams params) {
        return spawns.spawnOnce(key, startId, params);
    }

    @Override
    public boolean canSpawnAgain(MachineKey key) {
        return spawns.canSpawnAgain(key);
    }

    /// Takes machines offline that have been silent for more than 45 seconds.
    @Override
    public void sweep() {
        for (MachineState state : states.inMemory()) {
            if (isSilent(state, clock.millis())) {
                lanes.submit(
                        state.key(),
                        work -> {
                            states.find(state.key())
                                    .filter(now -> isSilent(now, work.nowMillis()))
                                    .ifPresent(now -> expire(work, now));
                            return true;
                        });
            }
        }
    }

    private static boolean isSilent(MachineState state, long now) {
        return state.active() && now - state.activeAt() > SILENCE.toMillis();
    }

    private void expire(UnitOfWork work, MachineState state) {
        states.put(state, state.offline());
        work.publish(SYSTEM, new HubEvent.MachineWentOffline(state.key()));
    }
}
