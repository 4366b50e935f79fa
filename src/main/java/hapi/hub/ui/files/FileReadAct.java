package hapi.hub.ui.files;

import hapi.hub.chat.Markdown;
import hapi.hub.files.FileService;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import hapi.hub.ui.files.SessionFiles.Said;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `files-read`: `{session, path}`. Answers `{kind, size, modified?}`, kind one of `text` (with
/// `text`, its lines joined by line breaks, and `windows`), `image`, `binary`, `empty` and `large`.
/// A text that is Markdown by its name has `html` too, safe to be put into the page.
@Component
final class FileReadAct implements UiAct {
    private static final Pattern MARKDOWN = Pattern.compile("(?i)\\.(md|markdown|mdx)$");

    private final SessionFiles sessions;
    private final FileService files;

    FileReadAct(SessionFiles sessions, FileService files) {
        this.sessions = sessions;
        this.files = files;
    }

    @Override
    public String name() {
        return "files-read";
    }

    @Override
    public ActResult run(ActCall call) {
        Optional<String> path = SessionFiles.path(call, "path");
        if (path.isEmpty()) {
            return SessionFiles.refused(call.texts(), FileFault.MISSING);
        }
        return sessions.of(call, key -> read(call, key, path.get()));
    }

    private ActResult read(ActCall call, SessionKey key, String path) {
        return switch (sessions.said(call, files.read(key, path))) {
            case Said.No no -> no.why();
            case Said.Answer(JsonNode body) ->
                    bytes(body)
                            .<ActResult>map(
                                    it -> new ActResult.Done(answer(call.texts(), it, path, body)))
                            .orElseGet(() -> SessionFiles.refused(call.texts(), FileFault.UNKNOWN));
        };
    }

    /// The content of an answer; empty when it is not base64.
    static Optional<byte[]> bytes(JsonNode body) {
        try {
            return Optional.of(Base64.getDecoder().decode(body.path("content").asString("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // A process that is not ours.
        }
    }

    private static ObjectNode answer(Texts texts, byte[] bytes, String path, JsonNode body) {
        ObjectNode answer = Json.object().put("size", bytes.length);
        JsonNode modified = body.path("modified");
        if (modified.isNumber()) {
            answer.put("modified", modified.longValue());
        }
        if (bytes.length == 0) {
            return answer.put("kind", "empty");
        }
        if (ImageType.of(bytes, path).isPresent()) {
            answer.put("kind", "image");
            return answer;
        }
        if (bytes.length > FileText.MAX_BYTES) {
            return answer.put("kind", "large");
        }
        FileText.of(bytes)
                .ifPresentOrElse(
                        text -> put(answer, text, path, texts), () -> answer.put("kind", "binary"));
        return answer;
    }

    private static void put(ObjectNode answer, FileText text, String path, Texts texts) {
        String words = String.join("\n", text.lines());
        answer.put("kind", "text").put("windows", text.hasCarriageReturns()).put("text", words);
        if (MARKDOWN.matcher(path).find()) {
            answer.put("html", Markdown.toHtml(words, left -> texts.text("tool.cut", left)));
        }
    }
}
