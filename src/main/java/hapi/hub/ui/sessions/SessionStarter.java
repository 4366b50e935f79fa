package hapi.hub.ui.sessions;

import hapi.hub.events.Origin;
import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.session.SessionService;
import hapi.hub.start.OpenStart;
import hapi.hub.start.SessionStarts;
import hapi.hub.start.StartResult;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.model.Machine;
import hapi.protocol.model.SessionSummary;
import hapi.protocol.rpc.FileCalls.DirectoryEntry;
import hapi.protocol.rpc.FileCalls.DirectoryResult;
import hapi.protocol.rpc.MachineCalls;
import hapi.protocol.rpc.MachineCalls.AgentAvailability;
import hapi.protocol.rpc.MachineCalls.ListMachineDirectoryParams;
import hapi.protocol.rpc.MachineCalls.PathExistsParams;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNoParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Starts sessions for a person: what is there to choose from, and doing it. Blocks while machines
/// answer; call it off the UI.
@Component
public class SessionStarter {
    private static final int RECENT = 6;
    private static final int MAX_FOLDERS = 500;

    private final SessionService sessions;
    private final SessionStarts starts;
    private final MachineService machines;
    private final RpcGateway rpc;

    public SessionStarter(
            SessionService sessions,
            SessionStarts starts,
            MachineService machines,
            RpcGateway rpc) {
        this.sessions = sessions;
        this.starts = starts;
        this.machines = machines;
        this.rpc = rpc;
    }

    /// What to start. Without mode, model or effort the agent chooses; `prompt` may be empty.
    public record Wish(
            String directory,
            String agent,
            @Nullable String mode,
            @Nullable String model,
            @Nullable String effort,
            boolean isWorktree,
            @Nullable String worktreeName,
            String prompt) {}

    /// Where somebody worked last, and with whom. `at` is epoch milliseconds.
    public record Place(
            String machineId, String machineName, String folder, String agent, long at) {}

    /// A folder inside another one; `isProject` when it is a repository.
    public record Folder(String name, boolean isProject) {}

    /// What became of it.
    public sealed interface Outcome {
        record Started(String sessionId) implements Outcome {}

        /// Without a message: nobody answered for the machine. `startId` is what to [#forget] once
        /// the person has been told.
        record Failed(String startId, String message) implements Outcome {}

        /// The machine was asked and did not answer in time: the session may still come up.
        /// `isKept`: there is a prompt, and the session gets it then.
        record Silent(boolean isKept) implements Outcome {}
    }

    /// Machines that can be asked now, by name.
    public List<Machine> online(Namespace namespace) {
        return machines.list(namespace).stream()
                .filter(Machine::active)
                .sorted((a, b) -> MachineNames.name(a).compareToIgnoreCase(MachineNames.name(b)))
                .toList();
    }

    /// The folders of a machine's latest sessions, newest first.
    public List<String> recent(Namespace namespace, String machineId) {
        return sessions.summaries(namespace).stream()
                .sorted((a, b) -> Long.compare(b.updatedAt(), a.updatedAt()))
                .map(SessionSummary::metadata)
                .filter(Objects::nonNull)
                .filter(details -> machineId.equals(details.machineId()))
                .map(SessionSummary.Details::path)
                .filter(path -> !path.isBlank())
                .distinct()
                .limit(RECENT)
                .toList();
    }

    /// The latest places on machines that are online, newest first, each once.
    public List<Place> places(Namespace namespace) {
        Map<String, Machine> online =
                online(namespace).stream()
                        .collect(Collectors.toMap(Machine::id, Function.identity()));
        Map<String, Place> places = new LinkedHashMap<>();
        sessions.summaries(namespace).stream()
                .sorted((a, b) -> Long.compare(b.updatedAt(), a.updatedAt()))
                .forEach(session -> {
                    SessionSummary.Details details = session.metadata();
                    Machine machine = details == null ? null : online.get(details.machineId());
                    if (machine == null || places.size() >= RECENT || details.path().isBlank()) {
                        return;
                    }
                    String agent = FlavorSpec.of(details.flavor()).id();
                    places.putIfAbsent(
                            machine.id() + '\n' + details.path() + '\n' + agent,
                            new Place(
                                    machine.id(),
                                    MachineNames.name(machine),
                                    details.path(),
                                    agent,
                                    session.updatedAt()));
                });
        return List.copyOf(places.values());
    }

    /// The folders inside a folder of the machine, by name, without hidden ones; empty when it does
    /// not say.
    public Optional<List<Folder>> folders(Namespace namespace, String machineId, String folder) {
        return key(namespace, machineId)
                .map(key ->
                        rpc.call(
                                key,
                                RpcMethods.LIST_MACHINE_DIRECTORY,
                                new ListMachineDirectoryParams(folder, false)))
                .flatMap(SessionStarter::value)
                .filter(DirectoryResult::success)
                .map(SessionStarter::folders);
    }

    private static List<Folder> folders(DirectoryResult result) {
        List<DirectoryEntry> entries = result.entries() == null ? List.of() : result.entries();
        return entries.stream()
                .filter(it -> it.type().equals("directory"))
                .limit(MAX_FOLDERS)
                .map(it -> new Folder(it.name(), Boolean.TRUE.equals(it.isGitRepo())))
                .toList();
    }

    /// Whether an agent can be started on a machine.
    public enum Availability {
        READY,
        /// Its program is not there.
        MISSING,
        /// What runs on the machine cannot run it.
        UNSUPPORTED
    }

    /// Whether agents can be started there, by their ids; those that a machine does not name are
    /// unsupported. Empty when the machine does not say.
    public Map<String, Availability> agents(Namespace namespace, String machineId) {
        return key(namespace, machineId)
                .map(key -> rpc.call(key, RpcMethods.AGENT_AVAILABILITY, RpcNoParams.NONE))
                .flatMap(SessionStarter::value)
                .map(MachineCalls.AgentAvailabilityResult::agents)
                .map(List::stream)
                .orElseGet(Stream::of)
                .collect(
                        Collectors.toMap(
                                AgentAvailability::agent,
                                SessionStarter::availability,
                                (first, _) -> first));
    }

    private static Availability availability(AgentAvailability agent) {
        if (agent.available()) {
            return Availability.READY;
        }
        return "not_supported".equals(agent.reason())
                ? Availability.UNSUPPORTED
                : Availability.MISSING;
    }

    /// Whether the folder exists there; empty when the machine does not answer.
    public Optional<Boolean> exists(Namespace namespace, String machineId, String directory) {
        return key(namespace, machineId)
                .map(key ->
                        rpc.call(
                                key,
                                RpcMethods.PATH_EXISTS,
                                new PathExistsParams(List.of(directory))))
                .flatMap(SessionStarter::value)
                .map(result -> result.exists().getOrDefault(directory, false));
    }

    public Outcome start(Namespace namespace, String machineId, Wish wish, Origin origin) {
        Optional<MachineKey> machine = key(namespace, machineId);
        if (machine.isEmpty()) {
            return new Outcome.Failed("", "");
        }
        return switch (starts.start(machine.get(), params(wish), wish.prompt(), origin)) {
            case StartResult.Started(String sessionId) -> new Outcome.Started(sessionId);
            case StartResult.Refused refused ->
                    new Outcome.Failed(refused.startId(), refused.message());
            case StartResult.Unanswered silent ->
                    silent.isLate()
                            ? new Outcome.Silent(!silent.startId().isEmpty())
                            : new Outcome.Failed(silent.startId(), "");
        };
    }

    /// Starts whose prompt is in no session yet.
    public List<OpenStart> open(Namespace namespace) {
        return starts.open(namespace);
    }

    /// Forgets a start and its prompt.
    public void forget(Namespace namespace, String startId, Origin origin) {
        starts.forget(namespace, startId, origin);
    }

    private static SpawnParams params(Wish wish) {
        FlavorSpec flavor = FlavorSpec.of(wish.agent());
        return new SpawnParams(
                MachineCalls.SPAWN_TYPE,
                wish.directory(),
                wish.agent(),
                wish.model(),
                flavor.has(Capability.EFFORT) ? wish.effort() : null,
                flavor.has(Capability.MODEL_REASONING_EFFORT) ? wish.effort() : null,
                wish.mode(),
                null,
                wish.isWorktree() ? "worktree" : null,
                wish.isWorktree() ? wish.worktreeName() : null,
                null,
                null,
                null,
                null,
                false,
                true,
                null,
                null,
                null,
                null);
    }

    private Optional<MachineKey> key(Namespace namespace, String machineId) {
        return machines.resolve(namespace, machineId) instanceof MachineLookup.Found(MachineKey key)
                ? Optional.of(key)
                : Optional.empty();
    }

    private static <R> Optional<R> value(RpcResult<R> result) {
        return result instanceof RpcResult.Ok<R>(R value) ? Optional.of(value) : Optional.empty();
    }
}
