package hapi.cli.jsonrpc;

import hapi.protocol.json.Json;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A question of the peer. It is answered once; later answers are ignored. From any thread.
public final class JsonRpcRequest {
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;

    private final JsonNode id;
    private final String method;
    private final JsonNode params;
    private final Consumer<ObjectNode> reply;
    private final AtomicBoolean isAnswered = new AtomicBoolean();

    JsonRpcRequest(JsonNode id, String method, JsonNode params, Consumer<ObjectNode> reply) {
        this.id = id;
        this.method = method;
        this.params = params;
        this.reply = reply;
    }

    /// The peer's own id, a number or a string.
    public JsonNode id() {
        return id;
    }

    public String method() {
        return method;
    }

    /// A missing node when there are none.
    public JsonNode params() {
        return params;
    }

    public void answer(JsonNode result) {
        ObjectNode message = Json.object();
        message.set("id", id);
        message.set("result", result);
        send(message);
    }

    public void refuse(int code, String why) {
        ObjectNode message = Json.object();
        message.set("id", id);
        message.putObject("error").put("code", code).put("message", why);
        send(message);
    }

    private void send(ObjectNode message) {
        if (isAnswered.compareAndSet(false, true)) {
            reply.accept(message);
        }
    }
}
