package hapi.cli.opencode;

import hapi.protocol.json.Json;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Hub messages in the words that the same agent has under remote control, so that a chat looks the
/// same wherever it was driven from. Pure.
final class ChatLines {
    private static final Set<String> STEP_STATES = Set.of("pending", "in_progress", "completed");

    private ChatLines() {}

    static ObjectNode typed(String text) {
        ObjectNode message = Json.object().put("role", "user");
        message.putObject("content").put("type", "text").put("text", text);
        message.putObject("meta").put("sentFrom", "cli");
        return message;
    }

    static ObjectNode message(String text) {
        return data(Json.object().put("type", "message").put("message", text));
    }

    static ObjectNode reasoning(String part, String text) {
        return data(Json.object().put("type", "reasoning").put("message", text).put("id", part));
    }

    /// The beginning of a tool call.
    static ObjectNode call(String callId, String tool, JsonNode state) {
        ObjectNode data = Json.object().put("type", "tool-call").put("name", tool);
        data.put("callId", callId).set("input", state.path("input"));
        String title = state.path("title").asString("");
        if (!title.isEmpty()) {
            data.put("nativeTitle", title);
        }
        String kind = kind(tool);
        if (!kind.isEmpty()) {
            data.put("nativeKind", kind);
        }
        return data(data);
    }

    /// The end of a tool call.
    static ObjectNode result(String callId, JsonNode state) {
        boolean isError = state.path("status").asString("").equals("error");
        ObjectNode output = Json.object();
        if (isError) {
            output.set("error", state.path("error"));
        } else {
            output.set("output", state.path("output"));
            output.set("metadata", state.path("metadata"));
        }
        ObjectNode data = Json.object().put("type", "tool-call-result").put("callId", callId);
        data.set("output", output);
        return data(data.put("is_error", isError));
    }

    /// @param todos OpenCode's list: `content`, `status`, `priority`
    static ObjectNode plan(JsonNode todos) {
        ObjectNode data = Json.object().put("type", "plan");
        var entries = data.putArray("entries");
        for (JsonNode todo : todos) {
            String status = todo.path("status").asString("");
            String content = todo.path("content").asString("");
            if (!content.isBlank() && STEP_STATES.contains(status)) {
                entries.addObject()
                        .put("content", content)
                        .put("priority", todo.path("priority").asString("medium"))
                        .put("status", status);
            }
        }
        return data(data);
    }

    /// @param tokens of one answer; OpenCode's `input` leaves out what the cache had
    static ObjectNode tokens(@Nullable String model, JsonNode tokens) {
        long in =
                tokens.path("input").asLong(0)
                        + tokens.path("cache").path("read").asLong(0)
                        + tokens.path("cache").path("write").asLong(0);
        long out = tokens.path("output").asLong(0) + tokens.path("reasoning").asLong(0);
        ObjectNode data = Json.object().put("type", "token_count");
        if (model != null) {
            data.put("model", model);
        }
        data.put("usageSchema", "hapi.usage.v1").put("inputTokenSemantics", "includes-cache");
        ObjectNode info = data.putObject("info");
        info.putObject("total")
                .put("inputTokens", in)
                .put("outputTokens", out)
                .put("totalTokens", in + out);
        info.put("contextTokens", in + out);
        return data(data);
    }

    /// A sentence of HAPI's in the chat.
    static ObjectNode note(String text) {
        ObjectNode event =
                Json.object().put("id", UUID.randomUUID().toString()).put("type", "event");
        event.putObject("data").put("type", "message").put("message", text);
        return agent(event);
    }

    /// What sort of tool it is, in the words of the Agent Client Protocol; empty when unknown.
    private static String kind(String tool) {
        return switch (tool) {
            case "bash" -> "execute";
            case "read", "list" -> "read";
            case "edit", "write", "patch", "apply_patch", "multiedit" -> "edit";
            case "grep", "glob" -> "search";
            case "webfetch", "websearch" -> "fetch";
            default -> "";
        };
    }

    private static ObjectNode data(ObjectNode data) {
        ObjectNode content = Json.object().put("type", "codex");
        content.set("data", data);
        return agent(content);
    }

    private static ObjectNode agent(ObjectNode content) {
        ObjectNode message = Json.object().put("role", "agent");
        message.set("content", content);
        message.putObject("meta").put("sentFrom", "cli");
        return message;
    }
}
