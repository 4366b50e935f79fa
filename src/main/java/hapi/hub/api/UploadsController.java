package hapi.hub.api;

import hapi.hub.files.FileAnswer;
import hapi.hub.files.FileService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Files that a person attaches: they go to the session's machine, and the prompt names their path
/// there. Source: protocol/rest.md section 7.
@RestController
class UploadsController {
    private static final int MAX_NAME = 255;
    private static final long MAX_FILE_BYTES = 50L * 1024 * 1024;

    /// The largest file in base64, its name and type.
    private static final long MAX_BODY_BYTES = MAX_FILE_BYTES / 3 * 4 + 64 * 1024;

    private final FileService files;
    private final SessionScopes scopes;

    UploadsController(FileService files, SessionScopes scopes) {
        this.files = files;
        this.scopes = scopes;
    }

    @PostMapping("/api/sessions/{id}/upload")
    ResponseEntity<RawJson> upload(
            Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.activeSession(namespace, id);
        if (request.getContentLengthLong() > MAX_BODY_BYTES) {
            // In memory it would be there several times.
            RequestBodies.discard(request);
            return tooLarge();
        }
        JsonNode body = RequestBodies.read(request, RequestBodies.MAX_UPLOAD_BYTES);
        String name = body.path("filename").asString("");
        if (name.isEmpty()
                || name.length() > MAX_NAME
                || body.path("content").asString("").isEmpty()
                || body.path("mimeType").asString("").isEmpty()) {
            throw ApiException.invalidBody();
        }
        String content = body.path("content").stringValue();
        if (decodedBytes(content) > MAX_FILE_BYTES) {
            return tooLarge();
        }
        return answer(files.upload(key, name, content, body.path("mimeType").stringValue()));
    }

    private static ResponseEntity<RawJson> tooLarge() {
        return ResponseEntity.status(413)
                .body(
                        RawJson.of(
                                Json.object()
                                        .put("success", false)
                                        .put("error", "File too large (max 50MB)")));
    }

    private static long decodedBytes(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() * 3L / 4 - padding;
    }

    @PostMapping("/api/sessions/{id}/upload/delete")
    ResponseEntity<RawJson> delete(
            Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.activeSession(namespace, id);
        String path = RequestBodies.read(request).path("path").asString("");
        if (path.isEmpty()) {
            throw ApiException.invalidBody();
        }
        return answer(files.deleteUpload(key, path));
    }

    private static ResponseEntity<RawJson> answer(FileAnswer answer) {
        return ResponseEntity.status(answer.failed() ? 500 : 200).body(answer.body());
    }
}
