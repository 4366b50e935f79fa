package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One line of `agent -p --output-format stream-json`, Cursor's form before it spoke ACP. What
/// belongs into the chat is told as the update an ACP agent would send. Source: agents/acp.md
/// section 8; not run against the real program.
sealed interface CursorLine {
    record Init(String sessionId, String model) implements CursorLine {}

    record Update(ObjectNode update) implements CursorLine {}

    /// The end of the turn.
    record Result(boolean isError, String text) implements CursorLine {}

    /// Of no interest, or not understood.
    record Other() implements CursorLine {}

    /// Never fails.
    static CursorLine read(String line) {
        JsonNode said;
        try {
            said = Json.parse(line);
        } catch (JsonSyntaxException e) {
            return new Other();
        }
        return switch (text(said, "type")) {
            case "system" ->
                    text(said, "subtype").equals("init")
                            ? new Init(text(said, "session_id"), text(said, "model"))
                            : new Other();
            case "thinking" -> chunk("agent_thought_chunk", text(said, "text"));
            case "assistant" -> {
                StringBuilder words = new StringBuilder();
                said.path("message").path("content").forEach(b -> words.append(text(b, "text")));
                yield chunk("agent_message_chunk", words.toString());
            }
            case "tool_call" -> call(said);
            case "result" ->
                    new Result(said.path("is_error").asBoolean(false), text(said, "result"));
            case "user" -> new Other();
            default ->
                    said instanceof ObjectNode odd && !text(said, "type").isEmpty()
                            ? new Update(odd.deepCopy().put("sessionUpdate", text(said, "type")))
                            : new Other();
        };
    }

    private static CursorLine chunk(String kind, String text) {
        if (text.isEmpty()) {
            return new Other();
        }
        ObjectNode update = Json.object().put("sessionUpdate", kind);
        update.putObject("content").put("type", "text").put("text", text);
        return new Update(update);
    }

    /// `tool_call` holds one member, named after the tool, with `args` and later `result`.
    private static CursorLine call(JsonNode said) {
        boolean isOver = text(said, "subtype").equals("completed");
        ObjectNode update =
                Json.object()
                        .put("sessionUpdate", "tool_call")
                        .put("toolCallId", text(said, "call_id"))
                        .put("status", isOver ? "completed" : "in_progress");
        for (Map.Entry<String, JsonNode> tool : said.path("tool_call").properties()) {
            JsonNode call = tool.getValue();
            String name =
                    switch (tool.getKey()) {
                        case "readToolCall" -> "read_file";
                        case "writeToolCall" -> "write_file";
                        case "function" -> text(call, "name");
                        case String other -> other.replaceFirst("ToolCall$", "");
                    };
            update.put("title", name);
            update.put("kind", kind(name));
            if (call.path("args").isObject()) {
                update.set("rawInput", call.path("args"));
            }
            JsonNode result = call.path("result");
            if (!result.isMissingNode()) {
                update.set("rawOutput", result);
                update.put("status", result.has("error") ? "failed" : text(update, "status"));
            }
        }
        return new Update(update);
    }

    private static String kind(String name) {
        return switch (name) {
            case "read_file" -> "read";
            case "write_file", "edit" -> "edit";
            case "shell" -> "execute";
            case "grep", "glob", "ls" -> "search";
            default -> "other";
        };
    }
}
