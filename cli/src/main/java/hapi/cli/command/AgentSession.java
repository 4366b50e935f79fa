package hapi.cli.command;

/// Runs an agent in a prepared session until it ends; the seam between this package, which
/// connects, and the session packages, which steer.
@FunctionalInterface
public interface AgentSession {
    /// Blocks until the session is over, ends it on the hub ([hapi.cli.hub.SessionLink#end]) and
    /// returns the exit code of the process.
    int run(PreparedSession session);
}
