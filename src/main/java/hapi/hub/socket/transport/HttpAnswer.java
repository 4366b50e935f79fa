package hapi.hub.socket.transport;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A response to one HTTP request of a client.
record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    /// The refusals of Engine.IO, with its codes.
    static final HttpAnswer TRANSPORT_UNKNOWN = refusal(400, 0, "Transport unknown");

    static final HttpAnswer SESSION_UNKNOWN = refusal(400, 1, "Session ID unknown");
    static final HttpAnswer BAD_METHOD = refusal(400, 2, "Bad handshake method");
    static final HttpAnswer BAD_REQUEST = refusal(400, 3, "Bad request");
    static final HttpAnswer ORIGIN_REFUSED = refusal(403, 4, "Origin not allowed");
    static final HttpAnswer VERSION_UNKNOWN = refusal(400, 5, "Unsupported protocol version");
    static final HttpAnswer TOO_MANY = refusal(429, 3, "Too many connections");
    static final HttpAnswer TOO_LARGE = refusal(413, 3, "Payload too large");
    static final HttpAnswer TOO_SLOW = refusal(408, 3, "Request timeout");
    static final HttpAnswer CLOSED = refusal(503, 3, "Server is shutting down");

    private static final Map<String, String> TEXT =
            Map.of("Content-Type", "text/plain; charset=UTF-8");

    private static HttpAnswer refusal(int status, int code, String message) {
        String body = "{\"code\":%d,\"message\":\"%s\"}".formatted(code, message);
        return new HttpAnswer(
                status,
                Map.of("Content-Type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static HttpAnswer text(byte[] body) {
        return new HttpAnswer(200, TEXT, body);
    }

    void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        if (status != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
