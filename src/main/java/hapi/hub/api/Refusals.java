package hapi.hub.api;

import hapi.hub.auth.SignInGate;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// Answers of filters, which come before the error advice can speak.
final class Refusals {
    static final int TOO_MANY_REQUESTS = 429;
    static final int MISDIRECTED = 421;

    private Refusals() {}

    static void json(HttpServletResponse response, int status, ObjectNode body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        // Whoever still sends when the connection ends knows then that this is all.
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    static void json(HttpServletResponse response, int status, String error, String code)
            throws IOException {
        json(response, status, Json.object().put("error", error).put("code", code));
    }

    /// Too many wrong secrets from this address.
    static void throttled(HttpServletResponse response, SignInGate.Outcome.Throttled throttled)
            throws IOException {
        response.setHeader("Retry-After", String.valueOf(throttled.seconds()));
        json(
                response,
                TOO_MANY_REQUESTS,
                "Too many wrong tokens from this address",
                "too_many_attempts");
    }
}
