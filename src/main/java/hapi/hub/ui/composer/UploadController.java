package hapi.hub.ui.composer;

import hapi.hub.auth.PageCookies;
import hapi.hub.files.FileAnswer;
import hapi.hub.files.FileService;
import hapi.hub.files.UploadRoom;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.json.SplicedJson;
import hapi.protocol.model.Session;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/// `POST /ui/upload?session=..&name=..&type=..`, the file itself as the body, by the page's cookie;
/// a foreign origin was refused before. The file goes to the session's machine. Answers
/// `{"ok":true,"path":..}` or `{"ok":false,"fault":code,"words":text}`.
///
/// A refusal is heard only by who has sent everything: what is not wanted is read and dropped.
@RestController
class UploadController {
    private static final int MAX_NAME = 255;
    private static final int MAX_TYPE = 200;
    private static final int CHUNK = 64 * 1024;
    private static final byte QUOTE = '"';

    private final PageCookies cookies;
    private final SessionService sessions;
    private final FileService files;
    private final UploadRoom room;

    UploadController(
            PageCookies cookies, SessionService sessions, FileService files, UploadRoom room) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.files = files;
        this.room = room;
    }

    private record Wish(SessionKey key, String name, String type) {}

    @PostMapping("/ui/upload")
    ResponseEntity<byte[]> upload(HttpServletRequest request) throws IOException {
        Texts texts = Texts.of(request.getLocale());
        Optional<Namespace> namespace = cookies.viewer(request);
        if (namespace.isEmpty()) {
            return refused(HttpStatus.UNAUTHORIZED, "signed_out", texts.text("act.signedOut"));
        }
        String name = parameter(request, "name", MAX_NAME);
        String type = parameter(request, "type", MAX_TYPE);
        if (!(sessions.resolve(namespace.get(), parameter(request, "session", MAX_NAME))
                instanceof SessionLookup.Found(SessionKey key))) {
            return dropped(request, "gone", texts.text("chat.gone"));
        }
        if (name.isBlank() || type.isBlank()) {
            return dropped(request, "bad_call", texts.text("act.failed"));
        }
        if (sessions.find(key).filter(Session::active).isEmpty()) {
            return dropped(request, "inactive", texts.text("composer.attach.ended"));
        }
        long announced = request.getContentLengthLong();
        if (announced > UploadRoom.MAX_FILE_BYTES) {
            return dropped(request, "too_large", texts.text("composer.attach.tooLarge"));
        }
        long bytes = announced < 0 ? UploadRoom.MAX_FILE_BYTES : announced;
        Optional<UploadRoom.Place> place = room.take(base64Length(bytes));
        if (place.isEmpty()) {
            return dropped(request, "busy", texts.text("composer.attach.busy"));
        }
        try (UploadRoom.Place _ = place.get()) {
            return stored(request, new Wish(key, name, type), texts);
        }
    }

    private ResponseEntity<byte[]> stored(HttpServletRequest request, Wish wish, Texts texts)
            throws IOException {
        Encoded content = Encoded.of(request);
        if (content.fileBytes > UploadRoom.MAX_FILE_BYTES) {
            return refused(HttpStatus.OK, "too_large", texts.text("composer.attach.tooLarge"));
        }
        if (content.fileBytes == 0) {
            return refused(HttpStatus.OK, "empty", texts.text("composer.attach.empty"));
        }
        Optional<UploadRoom.Place> turn = room.turn(wish.key());
        if (turn.isEmpty()) {
            return refused(HttpStatus.OK, "busy", texts.text("composer.attach.busy"));
        }
        try (UploadRoom.Place _ = turn.get()) {
            return answer(
                    files.upload(wish.key(), wish.name(), content.json(), wish.type()), texts);
        }
    }

    private static ResponseEntity<byte[]> answer(FileAnswer answer, Texts texts) {
        Optional<String> path = answer.uploaded();
        if (path.isPresent()) {
            return body(HttpStatus.OK, Json.object().put("ok", true).put("path", path.get()));
        }
        String why = answer.failed() ? texts.text("composer.unreachable") : answer.error();
        return refused(HttpStatus.OK, "unanswered", texts.text("composer.attach.refused", why));
    }

    /// A JSON string with the file in base64, made as it comes: the file itself is never in memory,
    /// and this is not copied.
    private static final class Encoded extends ByteArrayOutputStream {
        private long fileBytes;

        private Encoded(long expected) {
            super(Math.toIntExact(base64Length(expected)) + 2);
        }

        static Encoded of(HttpServletRequest request) throws IOException {
            Encoded json = new Encoded(Math.max(0, request.getContentLengthLong()));
            json.write(QUOTE);
            // Base64's own stream closes with the last letters; the array beneath does not mind.
            try (OutputStream base64 = Base64.getEncoder().wrap(json)) {
                json.fileBytes = copy(request, base64);
            }
            json.write(QUOTE);
            return json;
        }

        SplicedJson json() {
            return SplicedJson.of("").then(buf, 0, count);
        }
    }

    private static long copy(HttpServletRequest request, OutputStream to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long count = 0;
        int read = request.getInputStream().read(chunk);
        while (read >= 0) {
            count += read;
            if (count <= UploadRoom.MAX_FILE_BYTES) {
                to.write(chunk, 0, read);
            }
            read = request.getInputStream().read(chunk);
        }
        return count;
    }

    private static long base64Length(long bytes) {
        return (bytes + 2) / 3 * 4;
    }

    private static String parameter(HttpServletRequest request, String name, int longest) {
        String value = request.getParameter(name);
        return value == null || value.length() > longest ? "" : value;
    }

    private static ResponseEntity<byte[]> dropped(
            HttpServletRequest request, String code, String words) throws IOException {
        request.getInputStream().transferTo(OutputStream.nullOutputStream());
        return refused(HttpStatus.OK, code, words);
    }

    private static ResponseEntity<byte[]> refused(HttpStatus status, String code, String words) {
        return body(status, Json.object().put("ok", false).put("fault", code).put("words", words));
    }

    private static ResponseEntity<byte[]> body(HttpStatus status, ObjectNode body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(Json.write(body).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
