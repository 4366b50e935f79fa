package hapi.hub.message.internal;

import hapi.hub.session.TaskStep;
import hapi.hub.session.TeamStep;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the hub must know of a message's content, read once and away from the lane. `content` is
/// what is stored: as received, except that huge strings of an agent are cut.
///
/// - `isSaid`: by an agent, or by a person in the terminal and mirrored by the CLI; nothing to be
///   taken by an agent, whether it has a localId or not.
/// - `isUserText`: moves the session's `updatedAt`.
/// - `isConversation`: real content, not an event.
/// - `isRedundant`: a goal status line that the published hub does not keep either.
/// - `todos`: the todo list it carries, in the wire shape.
/// - `tasks`: calls and results that change single items of the list of work.
/// - `team`: calls that change the agent's team.
/// - `reasoningId`: the reasoning stream it belongs to; it replaces older live snapshots of it.
///
/// Source: protocol/socketio.md 4.1, session-model.md 5 and 7, messages.md 7.
record MessageReading(
        RawJson content,
        boolean isSaid,
        boolean isUserText,
        boolean isConversation,
        boolean isRedundant,
        Optional<RawJson> todos,
        List<TaskStep> tasks,
        Optional<String> reasoningId,
        List<TeamStep> team) {
    private static final int LONGEST = 65_536;
    private static final int HEAD = 49_152;
    private static final int TAIL = 12_288;
    private static final int MAX_TODO_CHARS = 256 * 1024;
    private static final Set<String> TALKING_CODEX_TYPES =
            Set.of(
                    "message",
                    "reasoning",
                    "tool-call",
                    "tool-call-result",
                    "plan",
                    "generated-image",
                    "summary",
                    "agent-run-start",
                    "agent-run-update");
    private static final Set<String> TALKING_BLOCKS =
            Set.of("thinking", "redacted_thinking", "tool_use", "tool_result", "image", "document");
    private static final Pattern GOAL_STATUS =
            Pattern.compile(
                    "Goal (cleared"
                            + "|(active|paused|complete|blocked|limited by budget|limited by usage)"
                            + "( · .*)?)",
                    Pattern.DOTALL);
    private static final Set<String> TODO_STATES = Set.of("pending", "in_progress", "completed");
    private static final Set<String> TODO_PRIORITIES = Set.of("high", "medium", "low");
    private static final List<String> ENVELOPES = List.of("message", "data", "payload");

    /// Reads a content as a socket brought it: a JSON text inside a string is unpacked.
    static MessageReading of(RawJson received) {
        RawJson content = unpack(received);
        JsonNode tree = content.read();
        JsonNode record = record(tree);
        String role = record.path("role").asString("");
        JsonNode body = record.path("content");
        boolean isAgent = role.equals("agent") || role.equals("assistant");
        if (role.equals("agent") && content.text().length() > LONGEST && cut(tree)) {
            content = RawJson.of(tree);
        }
        return new MessageReading(
                content,
                isAgent || record.path("meta").path("sentFrom").asString("").equals("cli"),
                role.equals("user") && isText(body),
                isConversation(role, body),
                isAgent && isGoalStatus(body),
                isAgent ? todos(body) : Optional.empty(),
                isAgent ? TaskReading.of(body) : List.of(),
                isAgent ? reasoningId(body) : Optional.empty(),
                isAgent ? TeamReading.of(body) : List.of());
    }

    private static RawJson unpack(RawJson received) {
        if (!received.text().startsWith("\"")) {
            return received;
        }
        String text = Json.parse(received.text()).stringValue();
        try {
            return RawJson.ofText(text);
        } catch (JsonSyntaxException e) {
            return received;
        }
    }

    /// The `{role, content}` itself or under one of the envelopes that are tolerated.
    private static JsonNode record(JsonNode tree) {
        if (tree.path("role").isString()) {
            return tree;
        }
        for (String envelope : ENVELOPES) {
            JsonNode inner = tree.path(envelope);
            if (inner.path("role").isString()) {
                return inner;
            }
            if (inner.path("message").path("role").isString()) {
                return inner.path("message");
            }
        }
        return tree;
    }

    private static boolean isText(JsonNode body) {
        return body.isString() && !body.stringValue().isBlank()
                || body.path("type").asString("").equals("text")
                        && (!body.path("text").asString("").isBlank()
                                || !body.path("attachments").isEmpty());
    }

    private static boolean isConversation(String role, JsonNode body) {
        if (role.equals("user")) {
            return isText(body);
        }
        JsonNode data = body.path("data");
        String type = data.path("type").asString("");
        return switch (body.path("type").asString("")) {
            case "output" -> isTalking(type, data);
            case "codex" -> TALKING_CODEX_TYPES.contains(type);
            case "event" -> type.equals("compact-summary");
            case "text" -> isText(body);
            default -> false;
        };
    }

    private static boolean isTalking(String type, JsonNode data) {
        if (type.startsWith("agy_")) {
            return true;
        }
        if (!type.equals("assistant") && !type.equals("user")) {
            return false;
        }
        JsonNode content = data.path("message").path("content");
        if (content.isString()) {
            return !content.stringValue().isBlank();
        }
        for (JsonNode block : content) {
            String kind = block.path("type").asString("");
            if (TALKING_BLOCKS.contains(kind)
                    || kind.equals("text") && !block.path("text").asString("").isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGoalStatus(JsonNode body) {
        return body.path("type").asString("").equals("event")
                && body.path("data").path("type").asString("").equals("message")
                && GOAL_STATUS.matcher(body.path("data").path("message").asString("")).matches();
    }

    private static Optional<String> reasoningId(JsonNode body) {
        JsonNode data = body.path("data");
        return body.path("type").asString("").equals("codex")
                        && data.path("type").asString("").equals("reasoning")
                        && data.path("id").isString()
                ? Optional.of(data.path("id").stringValue())
                : Optional.empty();
    }

    private static Optional<RawJson> todos(JsonNode body) {
        JsonNode data = body.path("data");
        String family = body.path("type").asString("");
        String type = data.path("type").asString("");
        if (family.equals("output") && type.equals("assistant")) {
            for (JsonNode block : data.path("message").path("content")) {
                if (block.path("type").asString("").equals("tool_use")
                        && block.path("name").asString("").equals("TodoWrite")) {
                    return todoList(block.path("input").path("todos"), false);
                }
            }
        }
        if (family.equals("codex") && type.equals("tool-call")) {
            return data.path("name").asString("").equals("TodoWrite")
                    ? todoList(data.path("input").path("todos"), false)
                    : Optional.empty();
        }
        return family.equals("codex") && type.equals("plan")
                ? todoList(data.path("entries"), true)
                : Optional.empty();
    }

    /// A list with an item that is none is no list; nor is one that would make every answer and
    /// event about its session large.
    private static Optional<RawJson> todoList(JsonNode items, boolean isPlan) {
        if (!items.isArray()) {
            return Optional.empty();
        }
        ArrayNode todos = Json.mapper().createArrayNode();
        int number = 0;
        for (JsonNode item : items) {
            number++;
            ObjectNode todo = todo(item, isPlan ? "plan-" + number : "", isPlan);
            if (todo == null) {
                return Optional.empty();
            }
            todos.add(todo);
        }
        RawJson list = RawJson.of(todos);
        return list.text().length() > MAX_TODO_CHARS ? Optional.empty() : Optional.of(list);
    }

    private static @Nullable ObjectNode todo(JsonNode item, String defaultId, boolean isPlan) {
        String status = item.path("status").asString("");
        String priority = item.path("priority").asString(isPlan ? "" : "medium");
        if (!item.path("content").isString()
                || !TODO_STATES.contains(status)
                || !TODO_PRIORITIES.contains(priority)) {
            return null;
        }
        ObjectNode todo =
                Json.object()
                        .put("content", item.path("content").stringValue())
                        .put("status", status)
                        .put("priority", priority)
                        .put("id", item.path("id").asString(defaultId));
        if (item.path("activeForm").isString()) {
            todo.put("activeForm", item.path("activeForm").stringValue());
        }
        return todo;
    }

    /// Cuts every huge string below; true when there was one.
    private static boolean cut(JsonNode node) {
        boolean isCut = false;
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : List.copyOf(object.properties())) {
                JsonNode value = property.getValue();
                if (value.isString() && value.stringValue().length() > LONGEST) {
                    object.put(property.getKey(), shortened(value.stringValue()));
                    isCut = true;
                } else {
                    isCut |= cut(value);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode value = array.get(i);
                if (value.isString() && value.stringValue().length() > LONGEST) {
                    array.set(i, shortened(value.stringValue()));
                    isCut = true;
                } else {
                    isCut |= cut(value);
                }
            }
        }
        return isCut;
    }

    private static String shortened(String text) {
        return text.substring(0, HEAD)
                + "\n…[hapi: truncated "
                + (text.length() - HEAD - TAIL)
                + " chars]…\n"
                + text.substring(text.length() - TAIL);
    }
}
