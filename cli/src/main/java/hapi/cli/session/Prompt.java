package hapi.cli.session;

import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A prompt as the web sent it, ready for the queue. `localId` is empty when it has none.
record Prompt(String localId, String text, Kind kind, PromptShape shape) {
    enum Kind {
        PLAIN,
        /// Forget the conversation.
        CLEAR,
        /// Shorten the conversation.
        COMPACT
    }

    /// Reads the content of a user message; what it does not mention keeps the value of `current`.
    /// Attachments are prefixed as `@path`, except for the two commands, which must stand alone.
    ///
    /// @return null when this is no user text, or one this very process mirrored
    static @Nullable Prompt read(String localId, ObjectNode message, PromptShape current) {
        JsonNode content = message.path("content");
        JsonNode meta = message.path("meta");
        if (!message.path("role").asString("").equals("user")
                || !content.path("type").asString("").equals("text")
                || meta.path("sentFrom").asString("").equals("cli")) {
            return null;
        }
        String text = content.path("text").asString("");
        Kind kind = kindOf(text.strip());
        List<String> files = new ArrayList<>();
        for (JsonNode attachment : content.path("attachments")) {
            if (attachment.path("path").isString()) {
                files.add("@" + attachment.path("path").stringValue());
            }
        }
        String whole =
                files.isEmpty() || kind != Kind.PLAIN
                        ? text
                        : text.isEmpty()
                                ? String.join(" ", files)
                                : String.join(" ", files) + "\n\n" + text;
        return new Prompt(localId, whole, kind, shape(meta, current));
    }

    private static Kind kindOf(String text) {
        if (text.equals("/clear")) {
            return Kind.CLEAR;
        }
        return text.equals("/compact") || text.startsWith("/compact ") ? Kind.COMPACT : Kind.PLAIN;
    }

    private static PromptShape shape(JsonNode meta, PromptShape current) {
        return new PromptShape(
                text(meta, "customSystemPrompt", current.systemPrompt()),
                text(meta, "appendSystemPrompt", current.appendSystemPrompt()),
                text(meta, "fallbackModel", current.fallbackModel()),
                texts(meta, "allowedTools", current.allowedTools()),
                texts(meta, "disallowedTools", current.disallowedTools()));
    }

    private static @Nullable String text(JsonNode meta, String key, @Nullable String current) {
        if (!meta.has(key)) {
            return current;
        }
        return meta.path(key).isString() ? meta.path(key).stringValue() : null;
    }

    private static List<String> texts(JsonNode meta, String key, List<String> current) {
        if (!meta.has(key)) {
            return current;
        }
        List<String> all = new ArrayList<>();
        meta.path(key)
                .forEach(item -> {
                    if (item.isString()) {
                        all.add(item.stringValue());
                    }
                });
        return all;
    }

    static Prompt plain(String text) {
        return new Prompt("", text, Kind.PLAIN, PromptShape.PLAIN);
    }

    /// For tests and logs: the content of a user message with this text.
    static ObjectNode message(String text) {
        ObjectNode message = Json.object().put("role", "user");
        message.set("content", Json.object().put("type", "text").put("text", text));
        return message;
    }
}
