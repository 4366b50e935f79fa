package hapi.hub.files;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;

/// What a session's process said, unread: usually an object with `success`. When it could not be
/// asked at all, `failed` is set and `body` says why in the same shape.
public record FileAnswer(RawJson body, boolean failed) {
    static FileAnswer of(RawJson body) {
        return new FileAnswer(body, false);
    }

    static FileAnswer failure(String error) {
        return new FileAnswer(
                RawJson.of(Json.object().put("success", false).put("error", error)), true);
    }
}
