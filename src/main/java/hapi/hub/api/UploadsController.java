package hapi.hub.api;

import hapi.hub.files.FileAnswer;
import hapi.hub.files.FileService;
import hapi.hub.files.UploadRoom;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Files that a person attaches: they go to the session's machine, and the prompt names their path
/// there. Source: protocol/rest.md section 7.
@RestController
class UploadsController {
    private final FileService files;
    private final SessionScopes scopes;
    private final UploadRoom room;

    UploadsController(FileService files, SessionScopes scopes, UploadRoom room) {
        this.files = files;
        this.scopes = scopes;
        this.room = room;
    }

    @PostMapping("/api/sessions/{id}/upload")
    ResponseEntity<RawJson> upload(
            Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.activeSession(namespace, id);
        long announced = request.getContentLengthLong();
        long bytes = announced < 0 ? BodyFilter.OF_AN_UPLOAD : announced;
        Optional<UploadRoom.Place> place = room.take(bytes);
        if (place.isEmpty()) {
            RequestBodies.discard(request);
            throw busy();
        }
        try (UploadRoom.Place _ = place.get()) {
            UploadBody body =
                    UploadBody.of(RequestBodies.announced(request))
                            .orElseThrow(ApiException::invalidBody);
            if (body.fileBytes() > UploadRoom.MAX_FILE_BYTES) {
                return tooLarge();
            }
            try (UploadRoom.Place _ = room.turn(key).orElseThrow(UploadsController::busy)) {
                return answer(files.upload(key, body.filename(), body.content(), body.mimeType()));
            }
        }
    }

    private static ApiException busy() {
        return ApiException.of(503, "Too many uploads at once", "uploads_busy");
    }

    private static ResponseEntity<RawJson> tooLarge() {
        return ResponseEntity.status(413)
                .body(
                        RawJson.of(
                                Json.object()
                                        .put("success", false)
                                        .put("error", "File too large (max 50MB)")));
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
