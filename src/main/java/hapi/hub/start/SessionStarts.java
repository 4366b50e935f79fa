package hapi.hub.start;

import hapi.hub.events.Origin;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.util.List;

/// Starts sessions with their first prompt. A prompt is on the disk before the machine is asked,
/// and is in its session once, however often the hub dies in between; or its start is among the
/// [#open] ones with a failure, until somebody [#forget]s it.
///
/// A start is asked for again, by the same id, while nobody knows what became of it: of a runner
/// that never starts two sessions for one id. See docs/decisions/0030-first-prompts.md.
public interface SessionStarts {
    /// Asks the machine and waits for its answer, up to 30 s. A blank prompt is nothing to keep:
    /// then nothing is stored.
    StartResult start(MachineKey machine, SpawnParams params, String prompt, Origin origin);

    /// Starts whose prompt is in no session yet, oldest first.
    List<OpenStart> open(Namespace namespace);

    /// Forgets a start and its prompt: the person has seen that it failed, or takes it back. A
    /// session that still comes up gets no prompt. Does nothing when there is no such start.
    void forget(Namespace namespace, String startId, Origin origin);
}
