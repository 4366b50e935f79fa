package hapi.cli.claude;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One line of `claude --output-format stream-json`. Source: agents/claude.md section 8 and traces
/// of 2.1.197.
sealed interface ClaudeLine {
    record Init(String sessionId, String mode, List<String> tools, List<String> slashCommands)
            implements ClaudeLine {}

    /// `system/status`; `mode` is null when only the working state changed.
    record Status(@Nullable String mode, boolean hasFailedToCompact) implements ClaudeLine {}

    record Assistant(ObjectNode entry) implements ClaudeLine {}

    record User(ObjectNode entry) implements ClaudeLine {}

    /// Any other `system` line.
    record SystemNote(String subtype, ObjectNode entry) implements ClaudeLine {}

    record Result(ObjectNode entry) implements ClaudeLine {}

    record CanUseTool(String requestId, @Nullable String callId, String tool, ObjectNode input)
            implements ClaudeLine {}

    /// A control request this build does not know; it must be refused, or the agent waits forever.
    record OtherRequest(String requestId, String subtype) implements ClaudeLine {}

    record CancelRequest(String requestId) implements ClaudeLine {}

    record Response(String requestId, boolean ok, String error) implements ClaudeLine {}

    /// Known and of no interest: replays of what we sent, partial messages.
    record Ignored() implements ClaudeLine {}

    record Unknown(RawJson raw) implements ClaudeLine {}

    /// Never fails: what is not understood is [Unknown].
    static ClaudeLine read(String text) {
        JsonNode node;
        try {
            node = Json.parse(text);
        } catch (JsonSyntaxException e) {
            return new Unknown(RawJson.of(text));
        }
        if (!(node instanceof ObjectNode line)) {
            return new Unknown(RawJson.of(node));
        }
        return switch (string(line, "type")) {
            case "assistant" -> message(line) ? new Assistant(line) : unknown(line);
            case "user" -> user(line);
            case "system" -> system(line);
            case "result" -> new Result(line);
            case "control_request" -> controlRequest(line);
            case "control_response" -> controlResponse(line);
            case "control_cancel_request" -> new CancelRequest(string(line, "request_id"));
            case "stream_event", "keep_alive", "tool_progress", "rate_limit_event" -> new Ignored();
            default -> unknown(line);
        };
    }

    private static ClaudeLine user(ObjectNode line) {
        if (line.path("isReplay").asBoolean(false)) {
            return new Ignored();
        }
        return message(line) ? new User(line) : unknown(line);
    }

    private static ClaudeLine system(ObjectNode line) {
        return switch (string(line, "subtype")) {
            case "init" ->
                    new Init(
                            string(line, "session_id"),
                            string(line, "permissionMode"),
                            strings(line.path("tools")),
                            strings(line.path("slash_commands")));
            case "status" -> {
                String mode = string(line, "permissionMode");
                yield new Status(
                        mode.isEmpty() ? null : mode,
                        string(line, "compact_result").equals("failed"));
            }
            case String subtype -> new SystemNote(subtype, line);
        };
    }

    private static ClaudeLine controlRequest(ObjectNode line) {
        String requestId = string(line, "request_id");
        JsonNode request = line.path("request");
        if (!string(request, "subtype").equals("can_use_tool")) {
            return new OtherRequest(requestId, string(request, "subtype"));
        }
        String callId = string(request, "tool_use_id");
        return new CanUseTool(
                requestId,
                callId.isEmpty() ? null : callId,
                string(request, "tool_name"),
                request.path("input") instanceof ObjectNode input ? input : Json.object());
    }

    private static ClaudeLine controlResponse(ObjectNode line) {
        JsonNode response = line.path("response");
        return new Response(
                string(response, "request_id"),
                string(response, "subtype").equals("success"),
                string(response, "error"));
    }

    private static boolean message(ObjectNode line) {
        return line.path("message").isObject();
    }

    private static ClaudeLine unknown(ObjectNode line) {
        return new Unknown(RawJson.of(line));
    }

    private static String string(JsonNode node, String key) {
        return node.path(key) instanceof JsonNode value && value.isString()
                ? value.stringValue()
                : "";
    }

    private static List<String> strings(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(item -> {
            if (item.isString()) {
                all.add(item.stringValue());
            }
        });
        return all;
    }
}
