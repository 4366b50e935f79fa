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

/// `files-list`: `{session, path}`, an empty path for the session's folder. Answers `{more,
/// entries: [{path, name, type, size?}]}`, folders first; type is `directory`, `file` or `other`.
@Component
final class FileListAct implements UiAct {
    private static final int MAX_ENTRIES = 1_000;

    private final SessionFiles sessions;
    private final FileService files;

    FileListAct(SessionFiles sessions, FileService files) {
        this.sessions = sessions;
        this.files = files;
    }

    @Override
    public String name() {
        return "files-list";
    }

    @Override
    public ActResult run(ActCall call) {
        String path = call.text("path");
        if (!path.isEmpty() && SessionFiles.path(call, "path").isEmpty()) {
            return SessionFiles.refused(call.texts(), FileFault.MISSING);
        }
        return sessions.of(call, key -> list(call, key, path));
    }

    private ActResult list(ActCall call, SessionKey key, String path) {
        return switch (sessions.said(call, files.list(key, path))) {
            case Said.No no -> no.why();
            case Said.Answer(JsonNode body) ->
                    new ActResult.Done(entries(path, body.path("entries")));
        };
    }

    private static ObjectNode entries(String path, JsonNode all) {
        ObjectNode answer = Json.object().put("more", Math.max(0, all.size() - MAX_ENTRIES));
        ArrayNode entries = answer.putArray("entries");
        for (JsonNode entry : all) {
            String name = entry.path("name").asString("");
            if (entries.size() == MAX_ENTRIES) {
                break;
            }
            if (name.isEmpty() || name.indexOf('/') >= 0) {
                continue;
            }
            ObjectNode row =
                    entries.addObject()
                            .put("path", path.isEmpty() ? name : path + "/" + name)
                            .put("name", FileName.shown(name))
                            .put("type", type(entry.path("type").asString("")));
            if (entry.path("size").isNumber()) {
                row.put("size", entry.path("size").longValue());
            }
        }
        return answer;
    }

    private static String type(String type) {
        return type.equals("directory") || type.equals("file") ? type : "other";
    }
}
