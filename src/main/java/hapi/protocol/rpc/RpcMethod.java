package hapi.protocol.rpc;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// One call of the catalogue [RpcMethods]: its name on the wire, who registers it, the shapes of
/// parameters and result, and how long the hub waits.
///
/// On the wire a request is `{"method":"<id>:<name>","params":"<JSON text>"}` and its answer is one
/// string that holds JSON, or `null` for [RpcNothing]. Source: protocol/socketio.md section 6.
public record RpcMethod<P, R>(
        String name, Scope scope, Class<P> params, Class<R> result, Duration timeout) {

    /// Which process registers a method. A machine registers the [#BOTH] family too, but nobody
    /// calls it there.
    public enum Scope {
        SESSION,
        MACHINE,
        BOTH
    }

    /// `<id>:<name>`, the name under which a process with this id registers the method.
    public String wireName(String id) {
        return id + ":" + name;
    }

    public RawJson writeParams(P value) {
        return RawJson.of(value);
    }

    /// Reads parameters; unknown keys are ignored, absent optional ones stay null. Empty text and
    /// `null` count as `{}`.
    ///
    /// @throws JsonSyntaxException when the text is not JSON or a key has another type
    public P readParams(String text) {
        boolean none = text.isBlank() || text.strip().equals("null");
        return Json.read(none ? "{}" : text, params);
    }

    public RawJson writeResult(R value) {
        return result == RpcNothing.class ? RawJson.NULL : RawJson.of(value);
    }

    /// Reads an answer that [RpcError#in] did not recognise as an error.
    ///
    /// @throws JsonSyntaxException when the answer does not have the result's shape
    public R readResult(JsonNode answer) {
        if (result == RpcNothing.class) {
            return result.cast(RpcNothing.NOTHING);
        }
        if (answer.isNull()) {
            throw new JsonSyntaxException("%s answered nothing".formatted(name), null);
        }
        return Json.convert(answer, result);
    }
}
