package hapi.cli.agent;

/// Receives what an agent says, on the backend's one reader thread, in order.
@FunctionalInterface
public interface AgentListener {
    void on(AgentEvent event);
}
