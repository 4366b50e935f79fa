package hapi.hub.api;

import hapi.hub.files.FileAnswer;
import hapi.hub.files.FileService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.RawJson;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Git, files and pictures of a session. What goes wrong in its process is an answer with
/// `success:false`, not a status. Source: protocol/rest.md section 6.
@RestController
class FilesController {
    private static final int DEFAULT_FILES = 200;
    private static final int MAX_FILES = 500;
    private static final String ONE_YEAR = "private, max-age=31536000, immutable";

    private final FileService files;
    private final SessionScopes scopes;

    FilesController(FileService files, SessionScopes scopes) {
        this.files = files;
        this.scopes = scopes;
    }

    @GetMapping("/api/sessions/{id}/git-status")
    RawJson gitStatus(Namespace namespace, @PathVariable String id) {
        return files.gitStatus(scopes.session(namespace, id)).body();
    }

    @GetMapping("/api/sessions/{id}/git-diff-numstat")
    RawJson gitDiffNumbers(
            Namespace namespace,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String staged) {
        return files.gitDiffNumbers(scopes.session(namespace, id), flag(staged)).body();
    }

    @GetMapping("/api/sessions/{id}/git-diff-file")
    RawJson gitDiff(
            Namespace namespace,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String path,
            @RequestParam(required = false) @Nullable String staged) {
        SessionKey key = scopes.session(namespace, id);
        return files.gitDiff(key, path(path), flag(staged)).body();
    }

    @GetMapping("/api/sessions/{id}/file")
    RawJson file(
            Namespace namespace,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String path) {
        SessionKey key = scopes.session(namespace, id);
        return files.read(key, path(path)).body();
    }

    @GetMapping("/api/sessions/{id}/directory")
    RawJson directory(
            Namespace namespace,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String path) {
        return files.list(scopes.session(namespace, id), path == null ? "" : path).body();
    }

    @GetMapping("/api/sessions/{id}/files")
    RawJson search(
            Namespace namespace,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) @Nullable String limit) {
        SessionKey key = scopes.session(namespace, id);
        return files.search(key, query == null ? "" : query, limit(limit)).body();
    }

    /// A picture never changes under its id, so who has it needs no answer of the process.
    @GetMapping("/api/sessions/{id}/generated-images/{imageId}")
    ResponseEntity<?> image(
            Namespace namespace,
            @PathVariable String id,
            @PathVariable String imageId,
            HttpServletRequest request) {
        SessionKey key = scopes.session(namespace, id);
        String tag = "\"" + encoded(imageId) + "\"";
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            return ResponseEntity.status(304)
                    .header(HttpHeaders.CACHE_CONTROL, ONE_YEAR)
                    .header(HttpHeaders.ETAG, tag)
                    .build();
        }
        FileAnswer answer = files.generatedImage(key, imageId);
        JsonNode image = answer.body().read();
        if (!image.path("success").asBoolean(false)) {
            return ResponseEntity.status(404)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(answer.body());
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, ONE_YEAR)
                .header(HttpHeaders.ETAG, tag)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "inline; filename=\""
                                + encoded(image.path("fileName").asString(imageId))
                                + "\"")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .contentType(type(image.path("mimeType").asString("")))
                .body(bytes(image.path("content").asString("")));
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw ApiException.internal("the picture is not base64");
        }
    }

    /// An agent chooses the type, and the browser is to show pictures only.
    private static MediaType type(String mimeType) {
        return mimeType.matches("image/[a-z0-9.+-]{1,40}")
                ? MediaType.parseMediaType(mimeType)
                : MediaType.APPLICATION_OCTET_STREAM;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String path(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            throw ApiException.of(400, "Invalid file path");
        }
        return path;
    }

    private static @Nullable Boolean flag(@Nullable String staged) {
        return "true".equals(staged) ? Boolean.TRUE : "false".equals(staged) ? false : null;
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) {
            return DEFAULT_FILES;
        }
        int number = limit.matches("[0-9]{1,3}") ? Integer.parseInt(limit) : 0;
        if (number < 1 || number > MAX_FILES) {
            throw ApiException.of(400, "Invalid query");
        }
        return number;
    }
}
