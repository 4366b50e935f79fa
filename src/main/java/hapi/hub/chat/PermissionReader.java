package hapi.hub.chat;

import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the open and settled requests out of an agent state. Total: what has not the shape of a
/// request is left out.
final class PermissionReader {
    private PermissionReader() {}

    /// A permission and the tool call it is about.
    record Asked(String callId, Permission permission) {}

    /// By request id. A request that is open and settled at once is open: the CLI writes both in
    /// one update, a half-written state must not hide a question.
    static Map<String, Asked> read(RawJson state) {
        Map<String, Asked> all = new TreeMap<>();
        JsonNode root;
        try {
            root = state.read();
        } catch (JsonSyntaxException e) {
            return all;
        }
        for (Map.Entry<String, JsonNode> entry : root.path("completedRequests").properties()) {
            JsonNode request = entry.getValue();
            if (request.isObject()) {
                String id = entry.getKey();
                all.put(id, new Asked(callId(id, request), settled(id, request)));
            }
        }
        for (Map.Entry<String, JsonNode> entry : root.path("requests").properties()) {
            JsonNode request = entry.getValue();
            if (request.isObject()) {
                String id = entry.getKey();
                all.put(
                        id,
                        new Asked(
                                callId(id, request),
                                new Permission.Pending(
                                        id,
                                        text(request, "tool", ""),
                                        raw(request, "arguments"),
                                        time(request, "createdAt"))));
            }
        }
        return all;
    }

    private static String callId(String requestId, JsonNode request) {
        String named = text(request, "toolCallId", "");
        return named.isEmpty() ? requestId : named;
    }

    private static Permission settled(String id, JsonNode request) {
        String tool = text(request, "tool", "");
        RawJson arguments = raw(request, "arguments");
        Long createdAt = time(request, "createdAt");
        Long decidedAt = time(request, "completedAt");
        String decision = text(request, "decision", "");
        String reason = nullIfEmpty(text(request, "reason", ""));
        String status = text(request, "status", "");
        return switch (status) {
            case "approved" ->
                    new Permission.Approved(
                            id,
                            tool,
                            arguments,
                            createdAt,
                            decidedAt,
                            decision.equals("approved_for_session")
                                    || !request.path("allowTools").isEmpty(),
                            nullIfEmpty(text(request, "mode", "")),
                            raw(request, "answers"));
            case "denied" ->
                    new Permission.Denied(
                            id,
                            tool,
                            arguments,
                            createdAt,
                            decidedAt,
                            reason,
                            decision.equals("abort"));
            case "canceled", "cancelled" ->
                    new Permission.Canceled(id, tool, arguments, createdAt, decidedAt, reason);
            default -> new Permission.Resolved(id, tool, arguments, createdAt, decidedAt, status);
        };
    }

    private static String text(JsonNode node, String name, String fallback) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : fallback;
    }

    private static @Nullable Long time(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? Long.valueOf((long) value.asDouble(0)) : null;
    }

    private static RawJson raw(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isMissingNode() ? RawJson.NULL : RawJson.trusted(value.toString());
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
