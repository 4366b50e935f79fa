package hapi.hub.machine;

import hapi.hub.events.Origin;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Machine;
import hapi.protocol.model.VersionedResult;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Machines of a namespace. Threads and order as in the session service: reports of a CLI return
/// futures, everything else blocks.
public interface MachineService {
    MachineLookup resolve(Namespace namespace, String id);

    Optional<Machine> find(MachineKey key);

    /// All machines of the namespace, oldest first; the facade shows the active ones.
    List<Machine> list(Namespace namespace);

    /// What is known of every machine of the namespace, oldest first.
    List<MachineFacts> facts(Namespace namespace);

    /// Makes the machine or merges into it: `metadata` key by key; of `runnerState` (JSON null when
    /// absent) only its capabilities, for the rest belongs to the socket.
    MachineRegistration register(
            Namespace namespace,
            MachineId id,
            RawJson metadata,
            RawJson runnerState,
            Origin origin);

    /// A keep-alive; `health` is JSON null when absent. False when its time does not count.
    CompletableFuture<Boolean> alive(MachineKey key, double time, RawJson health, Origin origin);

    CompletableFuture<VersionedResult> updateMetadata(
            MachineKey key, long expectedVersion, RawJson metadata, Origin origin);

    CompletableFuture<VersionedResult> updateRunnerState(
            MachineKey key, long expectedVersion, RawJson runnerState, Origin origin);

    /// An empty name removes it. False when the machine is gone.
    boolean rename(MachineKey key, String displayName, Origin origin);

    /// Asks the runner to start an agent (RPC `spawn-happy-session`, up to 30 s).
    SpawnOutcome spawn(MachineKey key, SpawnParams params);

    /// As [#spawn] for a start that may be asked for again: the runner never starts two sessions
    /// for one `startId` (a UUID), and the session has the tag of it. One that does not know such
    /// starts is asked as usual; ask it once only.
    SpawnOutcome spawnOnce(MachineKey key, String startId, SpawnParams params);

    /// Whether the machine's runner is there and may be asked twice for one start.
    boolean canSpawnAgain(MachineKey key);
}
