package hapi.hub.api;

import hapi.protocol.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A refusal with the status and body that the published clients expect: `{"error": text}` and,
/// where there is one, `code`.
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String INTERNAL = "internal_error";

    private final int status;
    private final transient ObjectNode body;

    ApiException(int status, ObjectNode body) {
        super(body.path("error").asString(""), null, false, false);
        this.status = status;
        this.body = body;
    }

    static ApiException of(int status, String error) {
        return of(status, error, null);
    }

    static ApiException of(int status, String error, @Nullable String code) {
        ObjectNode body = Json.object().put("error", error);
        if (code != null) {
            body.put("code", code);
        }
        return new ApiException(status, body);
    }

    /// A failure that the published hub does not catch: its clients get a plain text and no reason,
    /// who asks for a problem gets the reason.
    static ApiException internal(String reason) {
        return of(500, reason, INTERNAL);
    }

    boolean isInternal() {
        return body.path("code").asString("").equals(INTERNAL);
    }

    static ApiException invalidBody() {
        return of(400, "Invalid body");
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }
}
