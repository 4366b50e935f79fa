package hapi.cli.agent;

import hapi.protocol.json.RawJson;
import java.util.Map;
import java.util.function.Supplier;

/// One implementation per [BackendFamily]. Knows the agent's protocol, nothing of the hub.
public interface AgentBackend {
    /// Starts the agent's process. Returns as soon as the process runs; the agent's own id follows
    /// as [AgentEvent.Started].
    ///
    /// `listener` is called on the backend's one reader thread, in the order of the agent's output;
    /// the last call is [AgentEvent.Exited].
    ///
    /// @throws AgentStartException when the program is missing or cannot be started
    AgentHandle start(AgentLaunch launch, AgentListener listener) throws AgentStartException;

    /// What a page may ask the session for, by the wire's method name, each with its answer; called
    /// from any thread, does not wait. Source: protocol/rpc-methods.md section 4.
    default Map<String, Supplier<RawJson>> catalogues() {
        return Map.of();
    }
}
