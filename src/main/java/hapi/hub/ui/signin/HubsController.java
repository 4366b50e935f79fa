package hapi.hub.ui.signin;

import hapi.hub.ui.Preferences;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /ui/hubs`, for everybody: a page with the hubs that this browser remembers. It may ask
/// other addresses whether they are hubs, which no other page may; so it shows and knows nothing of
/// this one. `GET /ui/hub` is what a hub answers to such a page, from wherever it is.
@RestController
class HubsController {
    private static final String POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "font-src 'self'",
                    "img-src 'self'",
                    "connect-src http: https:",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'");

    @GetMapping("/ui/hub")
    ResponseEntity<Map<String, String>> hub() {
        return ResponseEntity.ok()
                .header("Access-Control-Allow-Origin", "*")
                .cacheControl(CacheControl.noStore())
                .body(Map.of("hub", "hapi"));
    }

    @GetMapping("/ui/hubs")
    ResponseEntity<byte[]> hubs(HttpServletRequest request, HttpServletResponse response) {
        Preferences chosen = Preferences.of(request.getCookies(), request.getLocale());
        Texts texts = chosen.texts();
        Document page = Document.createShell("");
        Element root = page.child(0);
        root.attr("lang", texts.language().toLanguageTag());
        chosen.theme().ifPresent(theme -> root.attr("data-theme", theme));
        chosen.textPercent().ifPresent(percent -> root.attr("data-text", percent));
        page.title(texts.text("hubs.title") + " · " + texts.text("app.name"));
        Element head = page.head();
        head.appendElement("meta").attr("charset", "utf-8");
        head.appendElement("meta")
                .attr("name", "viewport")
                .attr("content", "width=device-width, initial-scale=1, viewport-fit=cover");
        head.appendElement("link").attr("rel", "icon").attr("href", "../icon.svg");
        for (String sheet : new String[] {"theme.css", "page.css"}) {
            head.appendElement("link").attr("rel", "stylesheet").attr("href", "../" + sheet);
        }
        // Data, not a script: no browser runs it.
        head.appendElement("script")
                .attr("type", "application/json")
                .attr("id", "hapi-texts")
                .appendChild(new DataNode(Json.write(words(texts)).replace("<", "\\u003c")));
        head.appendElement("script").attr("src", "../hubs.js").attr("defer", "");
        page.body().addClass("page").addClass("hubs");
        Element header = page.body().appendElement("header");
        header.appendElement("a")
                .addClass("back")
                .attr("href", "../login")
                .attr("aria-label", texts.text("hubs.back"))
                .text("‹");
        header.appendElement("h1").text(texts.text("hubs.title"));
        page.body().appendElement("main").attr("id", "hubs");
        // In place of the one that every answer has, not beside it.
        response.setHeader("Content-Security-Policy", POLICY);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .cacheControl(CacheControl.noStore())
                .body(page.outerHtml().getBytes(StandardCharsets.UTF_8));
    }

    private static SortedMap<String, String> words(Texts texts) {
        SortedMap<String, String> words = new TreeMap<>();
        texts.all()
                .forEach((key, text) -> {
                    if (key.startsWith("hubs.")) {
                        words.put(key, text);
                    }
                });
        return words;
    }
}
