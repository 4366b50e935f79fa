package hapi.hub.session;

import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.model.ResumeTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Going on with a session in a terminal: which ones can be, and getting the process that runs one
/// elsewhere out of the way.
public interface TerminalResumption {
    /// Those that can be resumed, newest first; of one machine, or of all when `machineId` is null.
    List<Candidate> candidates(Namespace namespace, @Nullable String machineId);

    TargetResult target(SessionKey key);

    /// Asks the running process to end itself (RPC `handoff-local`) and waits until it has, at most
    /// 15 seconds.
    HandOverResult handOver(SessionKey key);

    /// `updatedAt` is epoch milliseconds; `name` was given by a person, `summary` by the agent.
    record Candidate(
            SessionKey key,
            ResumeTarget target,
            long updatedAt,
            @Nullable String name,
            @Nullable String summary) {}

    sealed interface TargetResult {
        record Found(ResumeTarget target) implements TargetResult {}

        /// Lacks what it takes: `path`, `agentSessionId`.
        record Unavailable(List<String> missing) implements TargetResult {
            public Unavailable {
                missing = List.copyOf(missing);
            }
        }

        record Gone() implements TargetResult {}
    }

    sealed interface HandOverResult {
        /// Nothing runs any more, or nothing did.
        record Done() implements HandOverResult {}

        /// A terminal has it already, and nobody takes it away from there.
        record AtTerminal() implements HandOverResult {}

        record Failed(String reason) implements HandOverResult {}

        record Gone() implements HandOverResult {}
    }
}
