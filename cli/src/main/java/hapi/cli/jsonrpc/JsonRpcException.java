package hapi.cli.jsonrpc;

import hapi.protocol.json.Json;
import tools.jackson.databind.JsonNode;

/// The peer answered a call with an error. The message is the peer's own.
public final class JsonRpcException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient JsonNode data;

    JsonRpcException(int code, String message, JsonNode data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    static JsonRpcException of(JsonNode error) {
        return new JsonRpcException(
                error.path("code").asInt(0),
                error.path("message").asString("unknown error"),
                error.path("data"));
    }

    public int code() {
        return code;
    }

    /// What the peer added; a missing node when it added nothing.
    public JsonNode data() {
        return data == null ? Json.object().path("data") : data;
    }
}
