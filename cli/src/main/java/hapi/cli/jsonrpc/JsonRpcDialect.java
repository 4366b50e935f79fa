package hapi.cli.jsonrpc;

/// Whether messages carry `"jsonrpc":"2.0"`. What comes in is read either way.
public enum JsonRpcDialect {
    /// JSON-RPC 2.0 as written: Agent Client Protocol.
    STANDARD,
    /// Without the member: `codex app-server`.
    BARE
}
