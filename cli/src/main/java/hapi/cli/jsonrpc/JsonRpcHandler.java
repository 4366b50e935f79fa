package hapi.cli.jsonrpc;

import tools.jackson.databind.JsonNode;

/// What the peer says by itself. Called on the session's one reader thread, in the order of the
/// peer's lines; answers to calls complete on that thread too, in the same order.
public interface JsonRpcHandler {
    /// `params` is a missing node when there are none.
    void notification(String method, JsonNode params);

    /// The peer asks. Answer now or later, from any thread; return false when the method is not
    /// known, which the peer is then told.
    boolean request(JsonRpcRequest request);

    /// The peer is gone; nothing follows, and every open call has failed. `lastWords` is the end of
    /// its error output, or what was wrong with its last line.
    void exited(int code, String lastWords);
}
