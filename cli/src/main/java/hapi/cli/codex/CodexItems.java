package hapi.cli.codex;

import hapi.cli.agent.AgentEvent.Content;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns Codex's items, the things a turn is made of, into chat messages. An item that begins and
/// ends is a tool call; one it has no name for is shown as a call of that name. Used on the reader
/// thread only.
final class CodexItems {
    /// Not told in the chat: the prompt stands there already, the rest is Codex's own business.
    private static final Set<String> SILENT =
            Set.of("usermessage", "hookprompt", "sleep", "functioncalloutput", "enteredreviewmode");

    private static final Set<String> NOT_SHOWN =
            Set.of("id", "type", "status", "startedAtMs", "completedAtMs", "durationMs");

    private static final int MAX_OUTPUT_CHARS = 1024 * 1024;

    private final CodexMessages messages;
    private final Map<String, ObjectNode> open = new LinkedHashMap<>();
    private final Map<String, StringBuilder> outputs = new LinkedHashMap<>();

    CodexItems(CodexMessages messages) {
        this.messages = messages;
    }

    List<Content> started(JsonNode item) {
        return item instanceof ObjectNode it && isCall(it) ? List.of(begin(it)) : List.of();
    }

    /// Output of a command while it runs; the whole may be missing at its end.
    void output(String itemId, String text) {
        StringBuilder output = outputs.computeIfAbsent(itemId, _ -> new StringBuilder());
        if (output.length() < MAX_OUTPUT_CHARS) {
            output.append(text);
        }
    }

    List<Content> completed(JsonNode node) {
        if (!(node instanceof ObjectNode item)) {
            return List.of();
        }
        String id = id(item);
        return switch (type(item)) {
            case "agentmessage", "plan", "exitedreviewmode" ->
                    said(item, "text", "review").map(text -> messages.message(id, text)).stream()
                            .toList();
            case "reasoning" ->
                    thought(item).map(text -> messages.reasoning(id, text)).stream().toList();
            case "contextcompaction" -> List.of(messages.note("Context was compacted"));
            default -> isCall(item) ? end(item) : List.of();
        };
    }

    /// The changes of a file change that has begun: the question about it does not carry them.
    Optional<JsonNode> changes(String itemId) {
        return Optional.ofNullable(open.get(itemId)).map(item -> item.get("changes"));
    }

    /// The newest open call of this tool of a tool server.
    Optional<String> toolCall(String server, String tool) {
        return open.entrySet().stream()
                .filter(entry ->
                        entry.getValue().path("server").asString("").equals(server)
                                && entry.getValue().path("tool").asString("").equals(tool))
                .map(Map.Entry::getKey)
                .reduce((_, last) -> last);
    }

    /// The turn is over: what has not ended by now never will.
    List<Content> endAll(String why) {
        List<Content> results = new ArrayList<>();
        open.keySet()
                .forEach(id ->
                        results.add(
                                messages.result(
                                        id,
                                        Json.object().put("status", why).put("output", why),
                                        true)));
        open.clear();
        outputs.clear();
        return results;
    }

    private Content begin(ObjectNode item) {
        open.put(id(item), item);
        return messages.call(id(item), tool(item), input(item));
    }

    private List<Content> end(ObjectNode item) {
        List<Content> contents = new ArrayList<>();
        if (open.remove(id(item)) == null) {
            contents.add(messages.call(id(item), tool(item), input(item)));
        }
        String status = item.path("status").asString("");
        boolean isError = status.equals("failed") || status.equals("declined");
        contents.add(messages.result(id(item), outcome(item, status, isError), isError));
        return contents;
    }

    private static String tool(ObjectNode item) {
        return switch (type(item)) {
            case "commandexecution" -> "CodexBash";
            case "filechange" -> "CodexPatch";
            case "mcptoolcall" ->
                    "mcp__%s__%s"
                            .formatted(
                                    item.path("server").asString(""),
                                    item.path("tool").asString(""));
            case "dynamictoolcall" -> item.path("tool").asString("tool");
            case "websearch" -> "WebSearch";
            case "imageview" -> "Read";
            case "collabagenttoolcall", "subagentactivity" -> "CodexAgent";
            default -> "Codex" + upper(item.path("type").asString("Item"));
        };
    }

    private static ObjectNode input(ObjectNode item) {
        return switch (type(item)) {
            case "commandexecution" ->
                    Json.object()
                            .put("command", item.path("command").asString(""))
                            .put("cwd", item.path("cwd").asString(""));
            case "filechange" -> with("changes", item.path("changes"));
            case "mcptoolcall", "dynamictoolcall" ->
                    item.path("arguments") instanceof ObjectNode arguments
                            ? arguments
                            : with("arguments", item.path("arguments"));
            case "websearch" -> with("query", item.path("query"));
            case "imageview" -> with("file_path", item.path("path"));
            default -> shown(item);
        };
    }

    private ObjectNode outcome(ObjectNode item, String status, boolean isError) {
        ObjectNode output = Json.object();
        switch (type(item)) {
            case "commandexecution" -> {
                output.put("command", item.path("command").asString(""));
                output.put("cwd", item.path("cwd").asString(""));
                String text = commandOutput(item);
                if (text.isEmpty() && status.equals("declined")) {
                    text = "The command was refused.";
                }
                output.put("output", text).put("stdout", text);
                if (item.hasNonNull("exitCode")) {
                    output.set("exit_code", item.path("exitCode"));
                }
            }
            case "filechange" -> output.put("success", !isError);
            case "mcptoolcall" -> {
                if (item.hasNonNull("error")) {
                    output.put("error", item.at("/error/message").asString("failed"));
                } else {
                    output.set("content", item.path("result").path("content"));
                }
            }
            default -> output.setAll(shown(item));
        }
        return status.isEmpty() ? output : output.put("status", status);
    }

    /// Newer Codex says it at the end, older ones in another field or only while the command ran.
    private String commandOutput(ObjectNode item) {
        StringBuilder heard = outputs.remove(id(item));
        for (String name : List.of("aggregatedOutput", "output", "result", "stdout")) {
            if (item.path(name).isString() && !item.path(name).stringValue().isEmpty()) {
                return item.path(name).stringValue();
            }
        }
        return heard == null ? "" : heard.toString();
    }

    private static Optional<String> said(ObjectNode item, String... names) {
        for (String name : names) {
            String text = item.path(name).asString("");
            if (!text.isBlank()) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> thought(ObjectNode item) {
        String summary = joined(item.path("summary"));
        String text = summary.isBlank() ? joined(item.path("content")) : summary;
        return text.isBlank() ? Optional.empty() : Optional.of(text);
    }

    private static String joined(JsonNode parts) {
        List<String> texts = new ArrayList<>();
        if (parts instanceof ArrayNode array) {
            array.forEach(part -> texts.add(part.asString("")));
        }
        return String.join("\n\n", texts);
    }

    private static boolean isCall(ObjectNode item) {
        return switch (type(item)) {
            case "agentmessage", "plan", "reasoning", "contextcompaction", "exitedreviewmode" ->
                    false;
            default -> !SILENT.contains(type(item)) && !id(item).isEmpty();
        };
    }

    private static ObjectNode shown(ObjectNode item) {
        ObjectNode shown = item.deepCopy();
        shown.remove(NOT_SHOWN);
        item.properties()
                .forEach(field -> {
                    if (field.getValue().isNull()) {
                        shown.remove(field.getKey());
                    }
                });
        return shown;
    }

    private static ObjectNode with(String name, JsonNode value) {
        return value.isMissingNode() ? Json.object() : Json.object().set(name, value);
    }

    private static String id(ObjectNode item) {
        return item.path("id").asString("");
    }

    /// Codex has spelt them in several ways.
    private static String type(ObjectNode item) {
        return item.path("type").asString("").toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    private static String upper(String word) {
        return word.isEmpty()
                ? "Item"
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
