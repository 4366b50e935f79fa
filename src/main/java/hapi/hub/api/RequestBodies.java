package hapi.hub.api;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// Reads a request's JSON as the published hub does: a body that cannot be parsed counts as null,
/// so that it meets the same refusal as a wrong one. The media type is not looked at.
final class RequestBodies {
    /// A message may carry small pictures of its attachments.
    static final int MAX_BYTES = 16 * 1024 * 1024;

    /// Only for the upload route: 50 MiB in base64 and what is around it.
    static final int MAX_UPLOAD_BYTES = 68 * 1024 * 1024;

    static final int MAX_BYTES_BEFORE_SIGN_IN = 1024 * 1024;

    private RequestBodies() {}

    /// @throws ApiException 413 when the body is larger than `maxBytes`
    static JsonNode read(HttpServletRequest request, int maxBytes) {
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLarge();
        }
        byte[] bytes;
        try {
            bytes = request.getInputStream().readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the request ended early", e);
        }
        if (bytes.length > maxBytes) {
            throw tooLarge();
        }
        try {
            return Json.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonSyntaxException e) {
            return NullNode.getInstance();
        }
    }

    static JsonNode read(HttpServletRequest request) {
        return read(request, MAX_BYTES);
    }

    private static ApiException tooLarge() {
        return ApiException.of(413, "Request body too large", "body_too_large");
    }
}
