package hapi.protocol.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the `data` of the family "output": one line of a Claude Code transcript.
final class ClaudeReader {
    private static final Set<String> HOUSEKEEPING =
            Set.of(
                    "result",
                    "queue-operation",
                    "file-history-snapshot",
                    "progress",
                    "custom-title",
                    "ai-title",
                    "agent-name",
                    "last-prompt",
                    "permission-mode",
                    "attachment",
                    "stream_event",
                    "keep_alive",
                    "tool_progress",
                    "auth_status");
    private static final Set<String> QUIET_SUBTYPES =
            Set.of(
                    "init",
                    "status",
                    "thinking_tokens",
                    "hook_started",
                    "hook_progress",
                    "hook_response",
                    "stop_hook_summary",
                    "task_started",
                    "task_progress",
                    "task_updated",
                    "files_persisted",
                    "bridge_status",
                    "session_state_changed");

    private ClaudeReader() {}

    static ClaudeRecord read(JsonNode data) {
        String type = Fields.text(data, "type");
        ClaudeRecord record =
                switch (type) {
                    case "assistant" -> assistant(data);
                    case "user" -> user(data);
                    case "system" -> new ClaudeRecord.System(line(data), note(data));
                    case "summary" -> {
                        String text = Fields.text(data, "summary");
                        yield text == null
                                ? null
                                : new ClaudeRecord.Summary(text, Fields.text(data, "leafUuid"));
                    }
                    case "rate_limit_event" -> {
                        JsonNode info = Fields.object(data, "rate_limit_info");
                        yield new ClaudeRecord.RateLimit(
                                Fields.textOr(info, "allowed", "status"),
                                CodexReader.limitReset(info));
                    }
                    case null -> null;
                    default ->
                            HOUSEKEEPING.contains(type)
                                    ? new ClaudeRecord.Housekeeping(type)
                                    : null;
                };
        return record == null ? new ClaudeRecord.Unknown(type, Fields.raw(data)) : record;
    }

    private static ClaudeRecord.Line line(JsonNode data) {
        return new ClaudeRecord.Line(
                Fields.text(data, "uuid"),
                Fields.text(data, "parentUuid"),
                Fields.text(data, "parentToolUseId", "parent_tool_use_id"),
                Fields.flag(data, "isSidechain"),
                Fields.flag(data, "isMeta"),
                Fields.flag(data, "isCompactSummary"));
    }

    private static @Nullable ClaudeRecord assistant(JsonNode data) {
        JsonNode message = Fields.object(data, "message");
        List<ClaudeBlock> blocks = blocks(message.path("content"));
        if (blocks == null) {
            return null;
        }
        JsonNode usage = Fields.object(message, "usage");
        Long input = Fields.number(usage, "input_tokens");
        Long context =
                input == null
                        ? null
                        : Long.valueOf(
                                input
                                        + orZero(Fields.number(usage, "cache_read_input_tokens"))
                                        + orZero(
                                                Fields.number(
                                                        usage, "cache_creation_input_tokens")));
        return new ClaudeRecord.Assistant(
                line(data),
                blocks,
                Fields.text(message, "model"),
                Fields.flag(data, "isApiErrorMessage"),
                context,
                Fields.number(usage, "context_window"));
    }

    private static @Nullable ClaudeRecord user(JsonNode data) {
        List<ClaudeBlock> blocks = blocks(Fields.object(data, "message").path("content"));
        return blocks == null ? null : new ClaudeRecord.User(line(data), blocks);
    }

    private static @Nullable List<ClaudeBlock> blocks(JsonNode content) {
        if (content.isString()) {
            return List.of(new ClaudeBlock.Text(content.stringValue()));
        }
        if (!content.isArray()) {
            return null;
        }
        List<ClaudeBlock> blocks = new ArrayList<>(content.size());
        for (JsonNode item : content) {
            ClaudeBlock block =
                    item.isString() ? new ClaudeBlock.Text(item.stringValue()) : block(item);
            blocks.add(block == null ? new ClaudeBlock.Unknown(Fields.raw(item)) : block);
        }
        return blocks;
    }

    private static @Nullable ClaudeBlock block(JsonNode item) {
        return switch (Fields.text(item, "type")) {
            case "text" -> {
                String text = Fields.text(item, "text");
                yield text == null ? null : new ClaudeBlock.Text(text);
            }
            case "thinking" ->
                    new ClaudeBlock.Thinking(Fields.textOr(item, "", "thinking", "text"));
            case "redacted_thinking" -> new ClaudeBlock.Thinking("");
            case "tool_use", "server_tool_use", "mcp_tool_use" -> {
                String id = Fields.text(item, "id");
                yield id == null || id.isEmpty()
                        ? null
                        : new ClaudeBlock.ToolUse(
                                id, Fields.textOr(item, "", "name"), Fields.raw(item.get("input")));
            }
            case "tool_result", "web_search_tool_result", "mcp_tool_result" -> toolResult(item);
            case "image" -> new ClaudeBlock.Image(ToolOutputReader.mediaType(item));
            case null, default -> null;
        };
    }

    private static @Nullable ClaudeBlock toolResult(JsonNode item) {
        String id = Fields.text(item, "tool_use_id");
        if (id == null || id.isEmpty()) {
            return null;
        }
        JsonNode permissions = Fields.object(item, "permissions");
        return new ClaudeBlock.ToolResult(
                id,
                ToolOutputReader.read(item.get("content")),
                Fields.flag(item, "is_error"),
                Fields.text(permissions, "result"),
                Fields.number(permissions, "date"));
    }

    private static SystemNote note(JsonNode data) {
        String subtype = Fields.text(data, "subtype");
        String content = Fields.text(data, "content");
        SystemNote note =
                switch (subtype) {
                    case "turn_duration" -> {
                        Long duration = Fields.number(data, "durationMs");
                        JsonNode result = Fields.object(data, "resultSummary");
                        yield duration == null
                                ? null
                                : new SystemNote.TurnDuration(
                                        duration,
                                        Fields.decimal(result, "total_cost_usd"),
                                        Fields.integer(result, "num_turns"));
                    }
                    case "api_error" -> apiError(data);
                    case "compact_boundary" -> {
                        JsonNode meta = Fields.object(data, "compactMetadata");
                        yield new SystemNote.Compacted(
                                false, Fields.number(meta, "preTokens", "pre_tokens"), null);
                    }
                    case "microcompact_boundary" -> {
                        JsonNode meta = Fields.object(data, "microcompactMetadata");
                        yield new SystemNote.Compacted(
                                true,
                                Fields.number(meta, "preTokens"),
                                Fields.number(meta, "tokensSaved"));
                    }
                    case "away_summary" ->
                            content == null ? null : new SystemNote.AwaySummary(content);
                    case "local_command" ->
                            content == null ? null : new SystemNote.LocalCommand(content);
                    case "informational", "notification", "model_refusal_fallback" ->
                            content == null ? null : new SystemNote.Notice(content);
                    case "task_notification" -> {
                        String summary = Fields.text(data, "summary");
                        yield summary == null ? null : new SystemNote.Notice(summary);
                    }
                    case null -> null;
                    default ->
                            QUIET_SUBTYPES.contains(subtype)
                                    ? new SystemNote.Housekeeping(subtype)
                                    : null;
                };
        return note == null ? new SystemNote.Unknown(subtype, Fields.raw(data)) : note;
    }

    private static SystemNote apiError(JsonNode data) {
        JsonNode error = Fields.object(data, "error");
        JsonNode inner = Fields.object(error, "error");
        JsonNode innermost = Fields.object(inner, "error");
        String message = Fields.text(innermost, "message");
        if (message == null) {
            message = Fields.text(inner, "message");
        }
        if (message == null) {
            message = Fields.textOr(error, "", "message");
        }
        Integer attempt = Fields.integer(data, "retryAttempt");
        Integer max = Fields.integer(data, "maxRetries");
        return new SystemNote.ApiError(
                attempt == null ? 0 : attempt,
                max == null ? 0 : max,
                Fields.integer(error, "status"),
                message);
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
