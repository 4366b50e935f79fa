package hapi.cli.claude;

import hapi.protocol.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.node.ObjectNode;

/// One transcript entry as a hub message. Source: agents/claude.md section 6.
final class TranscriptEntries {
    private TranscriptEntries() {}

    /// What a person typed becomes a user message, everything else an agent message that carries
    /// the entry as it is.
    static ObjectNode toMessage(ObjectNode entry) {
        ObjectNode message = Json.object();
        if (isTyped(entry)) {
            message.put("role", "user");
            ObjectNode text = Json.object().put("type", "text");
            text.set("text", entry.path("message").path("content"));
            message.set("content", text);
        } else {
            message.put("role", "agent");
            ObjectNode output = Json.object().put("type", "output");
            output.set("data", entry);
            message.set("content", output);
        }
        message.set("meta", Json.object().put("sentFrom", "cli"));
        return message;
    }

    /// Epoch milliseconds, 0 when the entry does not say.
    static long createdAt(ObjectNode entry) {
        try {
            return Instant.parse(entry.path("timestamp").asString("")).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static boolean isTyped(ObjectNode entry) {
        return entry.path("type").asString("").equals("user")
                && entry.path("message").path("content").isString()
                && !entry.path("isSidechain").asBoolean(false)
                && !entry.path("isMeta").asBoolean(false);
    }
}
