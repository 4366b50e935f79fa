package hapi.hub.ui.files;

import hapi.hub.auth.PageCookies;
import hapi.hub.files.FileAnswer;
import hapi.hub.files.FileService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /ui/file/{session}?path=..&save=1`, by the page's cookie: a file of a running session. A
/// picture of a kind that [ImageType] knows is shown, everything else is saved; nothing in it runs
/// or loads. What cannot be had is 404 without a body, 401 without a sign-in.
@RestController
class FileController {
    private static final String CLOSED = "default-src 'none'; sandbox";

    private final PageCookies cookies;
    private final SessionService sessions;
    private final FileService files;

    FileController(PageCookies cookies, SessionService sessions, FileService files) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.files = files;
    }

    @GetMapping("/ui/file/{session}")
    ResponseEntity<byte[]> file(
            HttpServletRequest request,
            @PathVariable String session,
            @RequestParam(defaultValue = "") String path,
            @RequestParam(defaultValue = "") String save) {
        Optional<Namespace> namespace = cookies.viewer(request);
        if (namespace.isEmpty()) {
            return ResponseEntity.status(401).cacheControl(CacheControl.noStore()).build();
        }
        boolean isOdd = path.isEmpty() || path.length() > SessionFiles.MAX_PATH;
        if (isOdd
                || !(sessions.resolve(namespace.get(), session)
                        instanceof SessionLookup.Found(SessionKey key))) {
            return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
        }
        FileAnswer answer = files.read(key, path);
        JsonNode body = answer.body().read();
        if (answer.failed() || !body.path("success").asBoolean(false)) {
            return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
        }
        return FileReadAct.bytes(body)
                .map(bytes -> answer(bytes, path, !save.isEmpty()))
                .orElseGet(() ->
                        ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build());
    }

    private static ResponseEntity<byte[]> answer(byte[] bytes, String path, boolean isSaved) {
        Optional<ImageType> image = isSaved ? Optional.empty() : ImageType.of(bytes, path);
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        ContentDisposition disposition =
                (image.isPresent() ? ContentDisposition.inline() : ContentDisposition.attachment())
                        .filename(name, StandardCharsets.UTF_8)
                        .build();
        return ResponseEntity.ok()
                .contentType(
                        image.map(it -> MediaType.parseMediaType(it.mime()))
                                .orElse(MediaType.APPLICATION_OCTET_STREAM))
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", CLOSED)
                .cacheControl(CacheControl.noStore())
                .body(bytes);
    }
}
