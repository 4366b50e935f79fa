package hapi.cli.spawn;

/// How far a start came, in this order; a failure names where it ended.
enum SpawnHop {
    /// What was asked for.
    REQUEST,
    /// The agent's program on this machine.
    AGENT,
    /// The folder, and the worktree made for the session.
    FOLDER,
    /// The session's process.
    PROCESS,
    /// That process's report that it has its session on the hub.
    REPORT
}
