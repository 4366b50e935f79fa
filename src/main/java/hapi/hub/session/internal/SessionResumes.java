package hapi.hub.session.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.machine.SpawnOutcome;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ResumeResult;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionResumption;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.Machine;
import hapi.protocol.rpc.MachineCalls;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Resumes over the machine's runner.
final class SessionResumes implements SessionResumption {
    static final Duration UNTIL_ACTIVE = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final List<String> OF_ARCHIVE =
            List.of("lifecycleState", "archivedBy", "archiveReason");
    private static final String NOT_ACTIVE = "Session failed to become active";

    private final Lanes lanes;
    private final SessionStates states;
    private final SessionMerges merges;
    private final MachineService machines;
    private final PresenceWait presence;

    /// Starts that are under way; who asks meanwhile waits for their result.
    private final Map<SessionKey, CompletableFuture<ResumeResult>> running =
            new ConcurrentHashMap<>();

    SessionResumes(
            Lanes lanes,
            SessionStates states,
            SessionMerges merges,
            MachineService machines,
            PresenceWait presence) {
        this.lanes = lanes;
        this.states = states;
        this.merges = merges;
        this.machines = machines;
        this.presence = presence;
    }

    @Override
    public ResumeResult resume(SessionKey key, @Nullable String permissionMode, Origin origin) {
        return once(key, () -> start(key, permissionMode, false, origin));
    }

    @Override
    public ResumeResult reopen(SessionKey key, Origin origin) {
        return once(key, () -> start(key, null, true, origin));
    }

    private ResumeResult once(SessionKey key, Supplier<ResumeResult> start) {
        CompletableFuture<ResumeResult> mine = new CompletableFuture<>();
        CompletableFuture<ResumeResult> first = running.putIfAbsent(key, mine);
        if (first != null) {
            return PresenceWait.within(first, LONGEST, new ResumeResult.Failed(NOT_ACTIVE));
        }
        try {
            ResumeResult result = start.get();
            mine.complete(result);
            return result;
        } finally {
            // Nobody may wait for a start that threw.
            mine.complete(new ResumeResult.Failed("Session could not be resumed"));
            running.remove(key, mine);
        }
    }

    private ResumeResult start(
            SessionKey key, @Nullable String permissionMode, boolean fromArchive, Origin origin) {
        SessionState state = states.find(key).orElse(null);
        if (state == null) {
            return new ResumeResult.Gone();
        }
        if (state.presence().active()) {
            return new ResumeResult.Running(key, false);
        }
        List<String> missing = missing(state);
        if (!missing.isEmpty()) {
            return new ResumeResult.Unavailable(missing);
        }
        Optional<MachineKey> machine = machine(state);
        if (machine.isEmpty()) {
            return new ResumeResult.NoMachine();
        }
        if (fromArchive) {
            lanes.call(key, work -> takeBack(work, key, origin));
        }
        return switch (machines.spawn(machine.get(), params(state, permissionMode))) {
            case SpawnOutcome.Refused refused -> new ResumeResult.Failed(refused.message());
            case SpawnOutcome.Unanswered unanswered ->
                    new ResumeResult.Failed(unanswered.message());
            case SpawnOutcome.Started(String sessionId) -> follow(key, sessionId, origin);
        };
    }

    private boolean takeBack(UnitOfWork work, SessionKey key, Origin origin) {
        Optional<SessionState> archived =
                states.find(key)
                        .filter(state -> state.metadata().text("lifecycleState").isPresent());
        archived.ifPresent(state -> {
            SessionRow.Edit row = state.row().edit();
            row.metadata = state.metadata().without(OF_ARCHIVE).text();
            row.metadataVersion++;
            SessionState next = state.with(row.done());
            states.put(state, next);
            work.publish(origin, new HubEvent.SessionReplaced(key, next.view()));
        });
        return archived.isPresent();
    }

    /// A session without any conversation has nothing to be resumed with and starts afresh.
    private static List<String> missing(SessionState state) {
        List<String> missing = new ArrayList<>();
        if (state.metadata().text("path").filter(path -> !path.isEmpty()).isEmpty()) {
            missing.add("path");
        }
        if (state.row().hasConversation() && state.metadata().agentSessionId().isEmpty()) {
            missing.add("agentSessionId");
        }
        return missing;
    }

    /// The session's own machine, else another one that is the same computer.
    private Optional<MachineKey> machine(SessionState state) {
        Namespace namespace = state.key().namespace();
        Optional<String> id = state.metadata().text("machineId");
        Optional<String> host = state.metadata().text("host");
        List<Machine> online = machines.list(namespace).stream().filter(Machine::active).toList();
        return online.stream()
                .filter(machine -> id.filter(machine.id()::equals).isPresent())
                .findFirst()
                .or(() ->
                        online.stream()
                                .filter(machine -> host.filter(hostOf(machine)::equals).isPresent())
                                .findFirst())
                .flatMap(machine -> key(namespace, machine.id()));
    }

    private static String hostOf(Machine machine) {
        return machine.metadata().read().path("host").asString("");
    }

    private Optional<MachineKey> key(Namespace namespace, String id) {
        return machines.resolve(namespace, id) instanceof MachineLookup.Found(MachineKey key)
                ? Optional.of(key)
                : Optional.empty();
    }

    private static SpawnParams params(SessionState state, @Nullable String permissionMode) {
        SessionRow row = state.row();
        return new SpawnParams(
                MachineCalls.SPAWN_TYPE,
                state.metadata().text("path").orElse(""),
                FlavorSpec.of(state.metadata().text("flavor").orElse(null)).id(),
                row.model(),
                row.effort(),
                row.modelReasoningEffort(),
                permissionMode == null ? state.permissionMode() : permissionMode,
                null,
                null,
                null,
                state.metadata().agentSessionId().orElse(null),
                row.id(),
                row.id(),
                null,
                false,
                null,
                null,
                row.serviceTier(),
                state.presence().collaborationMode(),
                state.copilotAgentMode());
    }

    private ResumeResult follow(SessionKey old, String sessionId, Origin origin) {
        if (!(states.resolve(old.namespace(), sessionId)
                instanceof SessionLookup.Found(SessionKey key))) {
            return new ResumeResult.Failed("The runner started a session that is not known");
        }
        if (!presence.untilActive(key, true, UNTIL_ACTIVE)) {
            return new ResumeResult.Failed(NOT_ACTIVE);
        }
        lanes.call(
                key,
                work -> {
                    states.find(key)
                            .ifPresent(state ->
                                    work.publish(origin, Patches.alive(state).durable(state)));
                    return merges.merge(work, old, key, origin);
                });
        return new ResumeResult.Running(key, true);
    }
}
