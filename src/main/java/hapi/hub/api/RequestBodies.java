package hapi.hub.api;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
        byte[] bytes = taken(request, body -> body.readNBytes(maxBytes + 1));
        if (bytes.length > maxBytes) {
            throw tooLarge();
        }
        try {
            return Json.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonSyntaxException e) {
            return NullNode.getInstance();
        }
    }

    /// Reads a body to its end and keeps nothing of it, so that its sender hears the answer.
    static void discard(HttpServletRequest request) {
        taken(request, body -> body.transferTo(OutputStream.nullOutputStream()));
    }

    private interface Taking<T> {
        T from(InputStream body) throws IOException;
    }

    private static <T> T taken(HttpServletRequest request, Taking<T> taking) {
        try {
            return taking.from(request.getInputStream());
        } catch (GuardedRequest.RefusedException e) {
            throw ApiException.of(e.status(), e.error(), e.code());
        } catch (IOException e) {
            // Whoever broke off does not hear it; it is no fault of ours.
            throw ApiException.of(400, "Request body ended early", "body_ended_early");
        }
    }

    static JsonNode read(HttpServletRequest request) {
        return read(request, MAX_BYTES);
    }

    /// An object, empty when there is no body.
    ///
    /// @throws ApiException 400 when there is a body and it is no object
    static JsonNode optional(HttpServletRequest request) {
        if (request.getContentLengthLong() == 0
                || (request.getContentLengthLong() < 0
                        && request.getHeader("Transfer-Encoding") == null)) {
            return Json.object();
        }
        JsonNode body = read(request);
        if (!body.isObject()) {
            throw ApiException.invalidBody();
        }
        return body;
    }

    private static ApiException tooLarge() {
        return ApiException.of(413, "Request body too large", "body_too_large");
    }
}
