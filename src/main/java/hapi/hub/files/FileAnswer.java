package hapi.hub.files;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a session's process said, unread: usually an object with `success`. When it could not be
/// asked at all, `failed` is set and `body` says why in the same shape.
public record FileAnswer(RawJson body, boolean failed) {
    /// What was uploaded lies there; empty when it was not taken.
    public Optional<String> uploaded() {
        JsonNode said = body.read();
        String path = said.path("path").asString("");
        return isDone(said) && !path.isEmpty() ? Optional.of(path) : Optional.empty();
    }

    /// The paths that a search found, inside the folder; empty when there was no search.
    public Optional<List<String>> found() {
        JsonNode said = body.read();
        List<String> paths = new ArrayList<>();
        said.path("files").forEach(file -> paths.add(file.path("fullPath").asString("")));
        return isDone(said) ? Optional.of(paths) : Optional.empty();
    }

    /// What the process said against it, or empty.
    public String error() {
        return body.read().path("error").asString("");
    }

    private boolean isDone(JsonNode said) {
        return !failed && said.path("success").asBoolean(false);
    }

    static FileAnswer of(RawJson body) {
        return new FileAnswer(body, false);
    }

    static FileAnswer failure(String error) {
        return new FileAnswer(
                RawJson.of(Json.object().put("success", false).put("error", error)), true);
    }
}
