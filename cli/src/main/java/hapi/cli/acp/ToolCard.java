package hapi.cli.acp;

import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is known of one tool call of an ACP agent. Pure; each update gives a new card.
///
/// `name` is the tool's name as far as it can be known and does not change when the title does:
/// OpenCode's title becomes the command itself. `input` is what the agent says it does, or what can
/// be told from title, places and changes; null while nothing is known.
record ToolCard(
        String id,
        String name,
        String title,
        String kind,
        String status,
        @Nullable ObjectNode input,
        boolean isInputTold,
        @Nullable JsonNode output) {
    /// Gemini's ids are `<tool>__<number>`; its titles say what the call does, not what it is.
    private static final Pattern NAMED_ID = Pattern.compile("([a-z][a-z0-9_]*?)__[A-Za-z0-9-]+");

    private static final Set<String> SAYING_NOTHING = Set.of("", "tool", "unknown", "other");

    /// The card of a call that is seen for the first time, in an update or in a question about it.
    static ToolCard first(JsonNode call) {
        String kind = text(call, "kind");
        ObjectNode told = told(call);
        return new ToolCard(
                text(call, "toolCallId"),
                name(call, kind),
                text(call, "title"),
                kind,
                statusOr(call, "pending"),
                told == null ? untold(call) : told,
                told != null,
                isOver(text(call, "status")) ? output(call) : null);
    }

    /// The card after one more update. What an update does not mention stays.
    ToolCard then(JsonNode call) {
        ObjectNode told = told(call);
        ObjectNode known = input;
        boolean isTold = isInputTold;
        if (told != null) {
            known = told;
            isTold = true;
        } else if (!isTold) {
            ObjectNode changes = CallInput.changes(call);
            known = changes == null ? input : changes;
        }
        String now = text(call, "title");
        String sort = text(call, "kind");
        JsonNode result = output(call);
        return new ToolCard(
                id,
                name.equals("Tool") && !now.isEmpty() ? now : name,
                now.isEmpty() ? title : now,
                sort.isEmpty() ? kind : sort,
                statusOr(call, status),
                known,
                isTold,
                result == null ? output : result);
    }

    boolean isOver() {
        return isOver(status);
    }

    private static boolean isOver(String status) {
        return status.equals("completed") || status.equals("failed");
    }

    /// Whether a person who saw the other card sees nothing new in this one.
    boolean looksLike(ToolCard other) {
        return name.equals(other.name)
                && kind.equals(other.kind)
                && Objects.equals(input, other.input);
    }

    ObjectNode call() {
        ObjectNode data = Json.object().put("type", "tool-call").put("name", name);
        data.put("callId", id);
        data.set("input", input);
        data.put("status", status);
        if (!title.isEmpty()) {
            data.put("nativeTitle", title);
        }
        if (!kind.isEmpty()) {
            data.put("nativeKind", kind);
        }
        return data;
    }

    ObjectNode result() {
        ObjectNode data = Json.object().put("type", "tool-call-result").put("callId", id);
        if (output == null) {
            data.put("output", "");
        } else {
            data.set("output", output);
        }
        return data.put("is_error", status.equals("failed"));
    }

    private static String name(JsonNode call, String kind) {
        String named = nameInId(text(call, "toolCallId"));
        if (!named.isEmpty()) {
            return named;
        }
        List<String> names =
                List.of(
                        text(call, "title"),
                        text(call.path("rawInput"), "name"),
                        text(call.path("rawInput"), "tool"),
                        SAYING_NOTHING.contains(kind) ? "" : kind);
        return names.stream().filter(name -> !name.isBlank()).findFirst().orElse("Tool");
    }

    /// Empty when the id says nothing of the tool.
    static String nameInId(String callId) {
        Matcher named = NAMED_ID.matcher(callId);
        return named.matches() ? named.group(1) : "";
    }

    private static @Nullable ObjectNode told(JsonNode call) {
        return call.path("rawInput") instanceof ObjectNode raw && !raw.isEmpty() ? raw : null;
    }

    /// OpenCode announces a call with an empty input and fills it later.
    private static @Nullable ObjectNode untold(JsonNode call) {
        return call.path("rawInput").isObject() ? CallInput.changes(call) : CallInput.of(call);
    }

    private static @Nullable JsonNode output(JsonNode call) {
        JsonNode raw = call.path("rawOutput");
        if (!raw.isMissingNode() && !raw.isNull()) {
            return raw;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode block : call.path("content")) {
            JsonNode text = block.path("content").path("text");
            if (text.isString()) {
                texts.add(text.stringValue());
            }
        }
        return texts.isEmpty() ? null : Json.tree(String.join("\n", texts));
    }

    private static String statusOr(JsonNode call, String otherwise) {
        String status = text(call, "status");
        return status.isEmpty() ? otherwise : status;
    }

    static String text(JsonNode node, String key) {
        return node.path(key).isString() ? node.path(key).stringValue() : "";
    }
}
