package hapi.hub.ui.composer;

import hapi.hub.message.Appended;
import hapi.hub.message.MessageService;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.RunState;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// `send`: `{session, localId, text, attachments?, at?}`; `at` in epoch milliseconds sends it then.
/// Answers `{running}`: whether its agent's process is there. One that is not gets the message when
/// somebody starts it again.
///
/// The one act that a page repeats: the same local id is the same message. Refuses `offline` before
/// anything is kept, when the session does not run and cannot be started.
@Component
final class SendAct implements UiAct {
    private static final int MAX_ID = 256;
    private static final int MAX_TEXT = 1_000_000;
    private static final int MAX_FILES = 20;
    private static final int MAX_FIELD = 4_096;
    private static final int MAX_PREVIEW = 100_000;
    private static final Duration MAX_DELAY = Duration.ofDays(7);

    private final ActSessions sessions;
    private final MessageService messages;
    private final Clock clock;

    SendAct(ActSessions sessions, MessageService messages, Clock clock) {
        this.sessions = sessions;
        this.messages = messages;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "send";
    }

    @Override
    public ActResult run(ActCall call) {
        return sessions.with(call, key -> send(call, key));
    }

    private ActResult send(ActCall call, SessionKey key) {
        String text = call.text("text");
        String localId = call.text("localId");
        Optional<List<RawJson>> files = files(call.args().path("attachments"));
        JsonNode at = call.args().path("at");
        boolean isTimed = !at.isMissingNode() && !at.isNull();
        if (localId.isBlank() || localId.length() > MAX_ID || files.isEmpty()) {
            return ActSessions.bad(call);
        }
        if (text.isBlank() && files.get().isEmpty()) {
            return ActSessions.bad(call);
        }
        if (text.length() > MAX_TEXT) {
            return new ActResult.Refused("too_long", call.texts().text("composer.tooLong"));
        }
        if (isTimed && (!at.isIntegralNumber() || !isSoon(at.asLong()))) {
            return new ActResult.Refused("bad_time", call.texts().text("composer.badTime"));
        }
        if (isTimed && !files.get().isEmpty()) {
            return new ActResult.Refused("timed_files", call.texts().text("composer.timedFiles"));
        }
        boolean isActive = sessions.isActive(key);
        if (!isActive && !isTimed && sessions.state(key) == RunState.AWAY) {
            return new ActResult.Refused("offline", call.texts().text("composer.offline"));
        }
        Appended result =
                messages.send(
                        key,
                        new OutgoingMessage(
                                text,
                                files.get(),
                                new LocalId(localId),
                                isTimed ? at.asLong() : null,
                                OutgoingMessage.WEBAPP,
                                false),
                        call.viewer().origin());
        return result instanceof Appended.Gone
                ? ActSessions.gone(call)
                : new ActResult.Done(Json.object().put("running", isActive));
    }

    /// A clock that is a little fast must not refuse "now".
    private boolean isSoon(long at) {
        return at > 0 && at <= clock.millis() + MAX_DELAY.toMillis();
    }

    /// Empty when one of them is none.
    private static Optional<List<RawJson>> files(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.of(List.of());
        }
        if (!node.isArray() || node.size() > MAX_FILES) {
            return Optional.empty();
        }
        List<RawJson> files = new ArrayList<>();
        for (JsonNode file : node) {
            boolean isWhole =
                    isText(file.path("id"))
                            && isText(file.path("filename"))
                            && isText(file.path("mimeType"))
                            && isText(file.path("path"))
                            && file.path("size").isIntegralNumber();
            if (!isWhole) {
                return Optional.empty();
            }
            var kept =
                    Json.object()
                            .put("id", file.path("id").asString())
                            .put("filename", file.path("filename").asString())
                            .put("mimeType", file.path("mimeType").asString())
                            .put("size", file.path("size").asLong())
                            .put("path", file.path("path").asString());
            String preview = file.path("previewUrl").asString("");
            if (preview.startsWith("data:image/") && preview.length() <= MAX_PREVIEW) {
                kept.put("previewUrl", preview);
            }
            files.add(RawJson.of(kept));
        }
        return Optional.of(files);
    }

    private static boolean isText(JsonNode node) {
        return node.isString()
                && !node.asString().isEmpty()
                && node.asString().length() <= MAX_FIELD;
    }
}
