package hapi.hub.ui.composer;

import hapi.hub.files.FileService;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `find-files`: `{session, query}`. Answers `{files:[path]}`, inside the session's folder, at most
/// [#LIMIT]; an empty query finds any.
@Component
final class FindFilesAct implements UiAct {
    private static final int LIMIT = 200;
    private static final int MAX_QUERY = 200;

    private final ActSessions sessions;
    private final FileService files;

    FindFilesAct(ActSessions sessions, FileService files) {
        this.sessions = sessions;
        this.files = files;
    }

    @Override
    public String name() {
        return "find-files";
    }

    @Override
    public ActResult run(ActCall call) {
        String query = call.text("query");
        return query.length() > MAX_QUERY
                ? ActSessions.bad(call)
                : sessions.with(call, key -> find(call, key, query));
    }

    private ActResult find(ActCall call, SessionKey key, String query) {
        if (!sessions.isActive(key)) {
            return new ActResult.Refused("inactive", call.texts().text("composer.notRunning"));
        }
        Optional<List<String>> found = files.search(key, query.strip(), LIMIT).found();
        if (found.isEmpty()) {
            return new ActResult.Refused("unanswered", call.texts().text("composer.noFiles"));
        }
        ObjectNode done = Json.object();
        ArrayNode paths = done.putArray("files");
        found.get().forEach(paths::add);
        return new ActResult.Done(done);
    }
}
