package hapi.conformance;

import hapi.protocol.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One request to a hub and everything that it caused, normalised: `request`, `answer`, and in
/// `seen` what each stream and each peer got because of it, in the order of arrival.
///
/// @param name unique within its scenario
record Exchange(String name, JsonNode content) {
    static Exchange parse(String line) {
        ObjectNode content = (ObjectNode) Json.parse(line);
        String name = content.path("name").asString();
        content.remove("name");
        return new Exchange(name, content);
    }

    String line() {
        ObjectNode line = Json.object().put("name", name);
        line.setAll((ObjectNode) content);
        return Json.write(line);
    }

    /// As it would come out of a file, so that two of them can be compared.
    Exchange asRead() {
        return parse(line());
    }

    /// How many things this stream or peer got.
    int seenBy(String watcher) {
        return content.path("seen").path(watcher).size();
    }
}
