package hapi.hub.ui.act;

import hapi.hub.auth.PageCookies;
import hapi.hub.scope.Namespace;
import hapi.hub.ui.Preferences;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /ui/act` with `{"act":name,"args":{..}}`, by the page's cookie; a foreign origin was
/// refused before. Answers `{"ok":true,..}` or `{"ok":false,"fault":code,"words":text}`.
///
/// An act that was done or refused is 200, so that everything else means that the hub may not have
/// got it: 400 for what is no call, 401 without a sign-in, 500 for a fault of ours.
@RestController
class ActController {
    private static final Logger log = LoggerFactory.getLogger(ActController.class);

    private final PageCookies cookies;
    private final Map<String, UiAct> acts;

    ActController(PageCookies cookies, List<UiAct> acts) {
        this.cookies = cookies;
        this.acts =
                acts.stream().collect(Collectors.toMap(ActController::named, Function.identity()));
    }

    private static String named(UiAct act) {
        String name = act.name();
        if (!name.matches("[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("act is called %s".formatted(name));
        }
        return name;
    }

    @PostMapping("/ui/act")
    ResponseEntity<byte[]> act(HttpServletRequest request) throws IOException {
        Texts texts = Preferences.of(request.getCookies(), request.getLocale()).texts();
        Optional<Namespace> namespace = cookies.viewer(request);
        if (namespace.isEmpty()) {
            return refused(HttpStatus.UNAUTHORIZED, "signed_out", texts.text("act.signedOut"));
        }
        JsonNode call;
        try {
            byte[] body = request.getInputStream().readAllBytes();
            call = Json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (JsonSyntaxException e) {
            return refused(HttpStatus.BAD_REQUEST, "malformed", texts.text("act.failed"));
        }
        UiAct act = acts.get(call.path("act").asString(""));
        if (act == null || !call.path("args").isObject()) {
            return refused(HttpStatus.BAD_REQUEST, "unknown", texts.text("act.failed"));
        }
        Viewer viewer = Viewer.of(namespace.get(), request.getHeader("User-Agent"));
        return answer(act, new ActCall(viewer, texts, call.path("args")));
    }

    private static ResponseEntity<byte[]> answer(UiAct act, ActCall call) {
        try {
            return switch (act.run(call)) {
                case ActResult.Done(ObjectNode answer) ->
                        body(HttpStatus.OK, answer.put("ok", true));
                case ActResult.Refused(String code, String words) ->
                        refused(HttpStatus.OK, code, words);
            };
        } catch (RuntimeException e) {
            // An edge: a person gets words, whatever went wrong.
            log.error("act {} failed", act.name(), e);
            return refused(
                    HttpStatus.INTERNAL_SERVER_ERROR, "internal", call.texts().text("act.failed"));
        }
    }

    private static ResponseEntity<byte[]> refused(HttpStatus status, String code, String words) {
        return body(status, Json.object().put("ok", false).put("fault", code).put("words", words));
    }

    private static ResponseEntity<byte[]> body(HttpStatus status, ObjectNode body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(Json.write(body).getBytes(StandardCharsets.UTF_8));
    }
}
