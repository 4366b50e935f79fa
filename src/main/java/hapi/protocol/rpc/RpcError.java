package hapi.protocol.rpc;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a process answers instead of a result: `{"error":"text"}`, for a method it does not have or
/// a handler that failed. Results of the file family are different: they carry `success:false`
/// beside the text and are results.
public record RpcError(@JsonProperty("error") String error) {
    public static final RpcError METHOD_NOT_FOUND = new RpcError("Method not found");

    /// The text, if this answer is an error rather than a result.
    public static Optional<String> in(JsonNode answer) {
        if (answer.isObject()
                && answer.size() == 1
                && answer.get("error") instanceof JsonNode text
                && text.isString()) {
            return Optional.of(text.stringValue());
        }
        return Optional.empty();
    }
}
