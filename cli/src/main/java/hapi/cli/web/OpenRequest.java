package hapi.cli.web;

import tools.jackson.databind.JsonNode;

/// What an agent waits to be allowed. `since` is epoch milliseconds.
public record OpenRequest(
        String sessionId, String id, String tool, JsonNode arguments, long since) {
    static OpenRequest read(String sessionId, String id, JsonNode request) {
        return new OpenRequest(
                sessionId,
                id,
                request.path("tool").asString(""),
                request.path("arguments"),
                request.path("createdAt").asLong(0));
    }

    /// All of what would be done: a command as it is, anything else as its arguments.
    public String what() {
        String command = arguments.path("command").asString("");
        return command.isEmpty() ? arguments.toPrettyString() : command;
    }
}
