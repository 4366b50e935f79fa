package hapi.protocol.content;

import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the `data` of the family "codex".
final class CodexReader {
    private CodexReader() {}

    static CodexRecord read(JsonNode data) {
        String type = Fields.text(data, "type");
        CodexRecord record =
                switch (type) {
                    case "message" -> message(data);
                    case "reasoning" -> reasoning(data);
                    case "tool-call" -> toolCall(data);
                    case "tool-call-result" -> toolCallResult(data);
                    case "plan" -> plan(Fields.list(data, "entries"));
                    case "plan_update" -> plan(Fields.list(data, "plan"));
                    case "token_count" -> tokenCount(data);
                    case "generated-image" -> image(data);
                    case "error" -> failure(data);
                    case "context_compacted" ->
                            new CodexRecord.Compacted(Fields.text(data, "summary"));
                    case "thread_goal_updated" -> goal(data);
                    case "thread_goal_cleared" -> new CodexRecord.GoalChanged(null, null);
                    case "reasoning-delta",
                            "reasoning-section-break",
                            "message-delta",
                            "task_started",
                            "task_complete",
                            "usage" ->
                            new CodexRecord.Housekeeping(type);
                    case null, default -> null;
                };
        return record == null ? new CodexRecord.Unknown(type, Fields.raw(data)) : record;
    }

    private static @Nullable CodexRecord message(JsonNode data) {
        String text = Fields.text(data, "message", "text");
        return text == null
                ? null
                : new CodexRecord.Message(
                        Fields.text(data, "id"),
                        text,
                        Fields.flag(data, "streamSnapshot") || Fields.flag(data, "live"));
    }

    private static @Nullable CodexRecord reasoning(JsonNode data) {
        String text = Fields.text(data, "message", "text");
        return text == null
                ? null
                : new CodexRecord.Reasoning(
                        Fields.text(data, "id"), text, Fields.flag(data, "live"));
    }

    private static @Nullable CodexRecord toolCall(JsonNode data) {
        String callId = Fields.text(data, "callId", "call_id");
        if (callId == null || callId.isEmpty()) {
            return null;
        }
        JsonNode input = data.get("input");
        return new CodexRecord.ToolCall(
                callId,
                Fields.textOr(data, "", "name"),
                input == null ? RawJson.NULL : Fields.raw(input),
                Fields.text(data, "status"),
                Fields.text(data, "nativeTitle", "title"),
                Fields.text(data, "nativeKind", "kind"));
    }

    private static @Nullable CodexRecord toolCallResult(JsonNode data) {
        String callId = Fields.text(data, "callId", "call_id");
        if (callId == null || callId.isEmpty()) {
            return null;
        }
        JsonNode output = data.get("output");
        String decision =
                output != null && output.isObject() && !output.has("output")
                        ? Fields.text(output, "decision")
                        : null;
        ToolOutput read = ToolOutputReader.read(output);
        boolean failed =
                Fields.flag(data, "is_error")
                        || Boolean.FALSE.equals(read.succeeded())
                        || (read.exitCode() != null && read.exitCode() != 0);
        return new CodexRecord.ToolCallResult(callId, read, failed, decision);
    }

    /// Steps of a plan in either spelling; an entry without a text is left out.
    static CodexRecord.Plan plan(List<JsonNode> entries) {
        List<TodoItem> items = new ArrayList<>();
        for (JsonNode entry : entries) {
            String text = Fields.text(entry, "content", "step", "title", "text");
            if (text != null && !text.isBlank()) {
                items.add(
                        new TodoItem(
                                text,
                                TodoItem.status(Fields.text(entry, "status")),
                                Fields.text(entry, "activeForm")));
            }
        }
        return new CodexRecord.Plan(items);
    }

    private static CodexRecord tokenCount(JsonNode data) {
        JsonNode info = Fields.object(data, "info");
        JsonNode last = Fields.object(info, "last");
        if (last.isEmpty()) {
            last = Fields.object(info, "last_token_usage");
        }
        Long context = Fields.number(info, "contextTokens");
        if (context == null) {
            context = Fields.number(last, "totalTokens", "total_tokens");
        }
        if (context == null) {
            context = Fields.number(last, "inputTokens", "input_tokens");
        }
        return new CodexRecord.TokenCount(
                context, Fields.number(info, "modelContextWindow", "model_context_window"));
    }

    private static @Nullable CodexRecord image(JsonNode data) {
        String id = Fields.text(data, "imageId", "id");
        return id == null
                ? null
                : new CodexRecord.GeneratedImage(
                        id, Fields.text(data, "fileName"), Fields.text(data, "mimeType"));
    }

    private static @Nullable CodexRecord failure(JsonNode data) {
        String message = Fields.text(data, "message", "error");
        if (message == null) {
            message = Fields.text(Fields.object(data, "error"), "message");
        }
        return message == null ? null : new CodexRecord.Failure(message);
    }

    static CodexRecord.GoalChanged goal(JsonNode data) {
        JsonNode goal = Fields.object(data, "goal");
        JsonNode place = goal.isEmpty() ? data : goal;
        String text = Fields.text(place, "objective", "text", "goal", "title");
        return new CodexRecord.GoalChanged(text == null ? "" : text, Fields.text(place, "status"));
    }

    /// When a limit ends, in ms; seconds are recognised by their size.
    static @Nullable Long limitReset(JsonNode data) {
        Long at = Fields.number(data, "endsAt", "resetsAt", "resets_at");
        return at == null || at <= 0 ? null : at < 100_000_000_000L ? Long.valueOf(at * 1000) : at;
    }
}
