package hapi.hub.ui.chat;

import hapi.hub.auth.PageCookies;
import hapi.hub.files.FileService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /ui/blob/SESSION/generated/IMAGE`: a picture that an agent made, by the page's cookie. Only
/// what a browser draws and never runs; anything else is not there. 401 without a sign-in, 404 for
/// what is another's or gone.
@RestController
class PictureController {
    private static final Set<String> DRAWN =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif");

    /// A picture never changes under its id.
    private static final CacheControl KEPT =
            CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

    private final PageCookies cookies;
    private final SessionService sessions;
    private final FileService files;

    PictureController(PageCookies cookies, SessionService sessions, FileService files) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.files = files;
    }

    static String path(String session, String image) {
        return "ui/blob/%s/generated/%s".formatted(encoded(session), encoded(image));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @GetMapping("/ui/blob/{session}/generated/{image}")
    ResponseEntity<byte[]> generated(
            @PathVariable String session, @PathVariable String image, HttpServletRequest request) {
        Optional<Namespace> namespace = cookies.viewer(request);
        if (namespace.isEmpty()) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .cacheControl(CacheControl.noStore())
                    .build();
        }
        if (!(sessions.resolve(namespace.get(), session)
                instanceof SessionLookup.Found(SessionKey key))) {
            return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
        }
        JsonNode answer = files.generatedImage(key, image).body().read();
        String type = answer.path("mimeType").asString("");
        Optional<byte[]> bytes = bytes(answer.path("content").asString(""));
        if (!answer.path("success").asBoolean(false) || !DRAWN.contains(type) || bytes.isEmpty()) {
            return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .cacheControl(KEPT)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .body(bytes.get());
    }

    private static Optional<byte[]> bytes(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64)).filter(it -> it.length > 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
