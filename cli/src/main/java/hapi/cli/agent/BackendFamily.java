package hapi.cli.agent;

/// The wire protocols coding agents speak. Adding one means one package that implements
/// [AgentBackend] and one case wherever this enum is switched over.
public enum BackendFamily {
    /// One JSON document per line both ways: Claude Code.
    STREAM_JSON,
    /// JSON-RPC of `codex app-server`.
    APP_SERVER,
    /// Agent Client Protocol.
    ACP
}
