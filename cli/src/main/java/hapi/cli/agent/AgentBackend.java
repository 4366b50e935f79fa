package hapi.cli.agent;

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
}
