package hapi.hub.ui.files;

import hapi.hub.files.FileAnswer;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.text.Texts;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Asks a running session about its files for an act, and says in words why there is no answer.
@Component
final class SessionFiles {
    static final int MAX_PATH = 4_096;
    private static final Logger log = LoggerFactory.getLogger(SessionFiles.class);

    private final ActSessions sessions;

    SessionFiles(ActSessions sessions) {
        this.sessions = sessions;
    }

    /// What came of a question: the answer's body, or what the person is told.
    sealed interface Said {
        record Answer(JsonNode body) implements Said {}

        record No(ActResult.Refused why, FileFault fault) implements Said {}
    }

    /// Does it for the session that the call names, when it runs and is the viewer's.
    ActResult of(ActCall call, Function<SessionKey, ActResult> act) {
        return sessions.with(call, key -> whenRunning(call, key, act));
    }

    private ActResult whenRunning(
            ActCall call, SessionKey key, Function<SessionKey, ActResult> act) {
        return switch (sessions.state(key)) {
            case RUNNING -> act.apply(key);
            case STOPPED ->
                    new ActResult.Refused(
                            "not_running", call.texts().text("files.notRunning.hint"));
            case AWAY ->
                    new ActResult.Refused(
                            "machine_away", call.texts().text("files.machineAway.hint"));
        };
    }

    /// Reads an answer of the session's process.
    Said said(ActCall call, FileAnswer answer) {
        JsonNode body = answer.body().read();
        if (!answer.failed() && body.path("success").asBoolean(false)) {
            return new Said.Answer(body);
        }
        String words = body.path("error").asString("");
        if (words.isEmpty()) {
            words = body.path("stderr").asString("");
        }
        FileFault fault = FileFault.of(words + " " + body.path("stderr").asString(""));
        if (fault == FileFault.UNKNOWN && answer.failed()) {
            fault = FileFault.UNREACHABLE;
        }
        log.debug("a session's files: {} ({})", fault, words);
        return new Said.No(refused(call.texts(), fault), fault);
    }

    static ActResult.Refused refused(Texts texts, FileFault fault) {
        return new ActResult.Refused(fault.code(), texts.text("files.fault." + fault.code()));
    }

    /// A path of the call; empty when there is none that could be meant.
    static Optional<String> path(ActCall call, String name) {
        String path = call.text(name);
        boolean isOdd = path.length() > MAX_PATH || path.indexOf('\0') >= 0;
        return path.isEmpty() || isOdd ? Optional.empty() : Optional.of(path);
    }
}
