package hapi.hub.ui.chat;

import hapi.hub.auth.PageCookies;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /ui/diagram?script=VAADIN/build/..`: the page in which diagrams are drawn. It has an origin
/// of its own that is nobody's, loads one file of the bundle and `diagram.js`, reaches no network,
/// and gives pictures back to the page that framed it. 401 without a sign-in, 404 for another file.
///
/// Why a page of its own: what draws needs styles of its own making, and works on the words of an
/// agent.
@RestController
class DiagramController {
    private static final Pattern OURS = Pattern.compile("VAADIN/build/[A-Za-z0-9_.-]{1,120}\\.js");
    private static final int NONCE_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PageCookies cookies;

    DiagramController(PageCookies cookies) {
        this.cookies = cookies;
    }

    @GetMapping("/ui/diagram")
    ResponseEntity<byte[]> page(
            @RequestParam(defaultValue = "") String script, HttpServletRequest request) {
        if (cookies.viewer(request).isEmpty()) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .cacheControl(CacheControl.noStore())
                    .build();
        }
        if (!OURS.matcher(script).matches()) {
            return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
        }
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        String nonce = Base64.getEncoder().encodeToString(random);
        String page =
                """
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><title>Diagram</title><body>
                <script nonce="%1$s" src="../%2$s"></script>
                <script nonce="%1$s" src="../diagram.js"></script>
                """
                        .formatted(nonce, script);
        String policy =
                String.join(
                        "; ",
                        "default-src 'none'",
                        "script-src 'nonce-%s'".formatted(nonce),
                        "style-src 'unsafe-inline'",
                        "img-src data:",
                        "frame-ancestors 'self'",
                        "sandbox allow-scripts");
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", policy)
                .header("X-Frame-Options", "SAMEORIGIN")
                .body(page.getBytes(StandardCharsets.UTF_8));
    }
}
