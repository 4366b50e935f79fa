package hapi.hub.api;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// Reads a request's JSON as the published hub does: a body that cannot be parsed counts as null,
/// so that it meets the same refusal as a wrong one. The media type is not looked at, and the size
/// is bounded by [BodyFilter].
final class RequestBodies {
    private RequestBodies() {}

    static JsonNode read(HttpServletRequest request) {
        byte[] bytes = taken(request, InputStream::readAllBytes);
        try {
            return Json.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonSyntaxException e) {
            return NullNode.getInstance();
        }
    }

    /// The whole body in memory that is taken at once, before it has come: only for who is known
    /// and has been given the room.
    static byte[] announced(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        if (announced < 0) {
            return taken(request, InputStream::readAllBytes);
        }
        byte[] bytes = new byte[Math.toIntExact(announced)];
        int read = taken(request, body -> body.readNBytes(bytes, 0, bytes.length));
        return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
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
}
