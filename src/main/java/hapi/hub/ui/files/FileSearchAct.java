package hapi.hub.ui.files;

import hapi.hub.files.FileService;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import hapi.hub.ui.files.SessionFiles.Said;
import hapi.protocol.json.Json;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `files-search`: `{session, query}`, a part of a path, or a pattern with `*` and `?`. Answers
/// `{more, files: [{path, name, folder, size?}]}`, at most 200; `more` says that there may be
/// others.
@Component
final class FileSearchAct implements UiAct {
    private static final int MAX_FILES = 200;
    private static final int MAX_QUERY = 500;

    private final SessionFiles sessions;
    private final FileService files;

    FileSearchAct(SessionFiles sessions, FileService files) {
        this.sessions = sessions;
        this.files = files;
    }

    @Override
    public String name() {
        return "files-search";
    }

    @Override
    public ActResult run(ActCall call) {
        String query = call.text("query").strip();
        if (query.isEmpty() || query.length() > MAX_QUERY || query.indexOf('\0') >= 0) {
            return new ActResult.Done(found(Json.mapper().createArrayNode()));
        }
        return sessions.of(call, key -> search(call, key, query));
    }

    private ActResult search(ActCall call, SessionKey key, String query) {
        return switch (sessions.said(call, files.search(key, query, MAX_FILES))) {
            case Said.No no -> no.why();
            case Said.Answer(JsonNode body) -> new ActResult.Done(found(body.path("files")));
        };
    }

    private static ObjectNode found(JsonNode all) {
        ObjectNode answer = Json.object().put("more", all.size() >= MAX_FILES);
        ArrayNode files = answer.putArray("files");
        for (JsonNode file : all) {
            String path = file.path("fullPath").asString("");
            FileName name = FileName.of(path);
            ObjectNode row =
                    files.addObject()
                            .put("path", path)
                            .put("name", name.name())
                            .put("folder", name.folder());
            if (file.path("size").isNumber()) {
                row.put("size", file.path("size").longValue());
            }
        }
        return answer;
    }
}
