package hapi.hub.ui.notices;

import hapi.hub.notify.Notices;
import hapi.hub.scope.Namespace;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was told, in sentences. Answers `{told}`, newest first: each `{at, session, words, lines}`,
/// `session` empty when it is no more, a line for what came of it by each way.
final class TellingList {
    private static final int SHOWN = 30;

    private final Notices notices;
    private final SessionService sessions;

    TellingList(Notices notices, SessionService sessions) {
        this.notices = notices;
        this.sessions = sessions;
    }

    ActResult list(ActCall call) {
        Namespace namespace = call.viewer().namespace();
        Texts texts = call.texts();
        ObjectNode answer = Json.object();
        ArrayNode rows = answer.putArray("told");
        for (Notices.Told told : notices.last(namespace, SHOWN)) {
            boolean isThere =
                    sessions.resolve(namespace, told.sessionId()) instanceof SessionLookup.Found;
            ArrayNode lines =
                    rows.addObject()
                            .put("at", told.at())
                            .put("session", isThere ? told.sessionId() : "")
                            .put(
                                    "words",
                                    texts.text(
                                            "toast." + told.kind(),
                                            title(namespace, told.sessionId(), texts)))
                            .putArray("lines");
            lines(told, texts).forEach(lines::add);
        }
        return new ActResult.Done(answer);
    }

    private String title(Namespace namespace, String id, Texts texts) {
        return sessions.resolve(namespace, id) instanceof SessionLookup.Found found
                ? sessions.summary(found.key())
                        .map(it -> SessionWords.title(it, texts))
                        .orElse(texts.text("notices.gone"))
                : texts.text("notices.gone");
    }

    /// Phones to which the same happened are one line.
    private static Stream<String> lines(Notices.Told told, Texts texts) {
        Map<Notices.Line, Long> together =
                told.lines().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Function.identity(),
                                        LinkedHashMap::new,
                                        Collectors.counting()));
        return together.entrySet().stream().map(it -> line(it.getKey(), it.getValue(), texts));
    }

    private static String line(Notices.Line line, long count, Texts texts) {
        String how =
                switch (line.state()) {
                    case "suppressed" -> texts.text("notices.suppressed." + line.reason());
                    case "failed", "expired" ->
                            texts.text("notices." + line.state(), line.reason(), line.tries());
                    default -> texts.text("notices." + line.state(), count);
                };
        return texts.text("notices.line", texts.text("notices.channel." + line.channel()), how);
    }
}
