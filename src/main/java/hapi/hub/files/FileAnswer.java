package hapi.hub.files;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;

/// What a session's process said. `body` is always an object, with `success` unless the process
/// answered an `error` alone; `failed` tells that the process could not be asked at all, or that
/// its own code failed, rather than that it said no.
public record FileAnswer(RawJson body, boolean failed) {
    static FileAnswer of(RawJson body) {
        return new FileAnswer(body, false);
    }

    static FileAnswer failure(String error) {
        return new FileAnswer(
                RawJson.of(Json.object().put("success", false).put("error", error)), true);
    }
}
