package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a tool call asks for when its agent gives no `rawInput`, as Gemini does: read from the
/// changes it shows, else from its kind, title, places and texts. The keys are those a page knows
/// from other agents, so that a command looks like a command and a change like a change. Pure.
final class CallInput {
    private CallInput() {}

    static @Nullable ObjectNode of(JsonNode call) {
        ObjectNode changes = changes(call);
        if (changes != null) {
            return changes;
        }
        String title = text(call, "title");
        String said = said(call);
        return switch (text(call, "kind")) {
            case "execute" -> described(Json.object().put("command", title), said);
            case "read", "edit", "delete", "move" -> {
                List<String> paths = List.copyOf(paths(call));
                yield described(
                        Json.object().put("file_path", paths.isEmpty() ? title : paths.getFirst()),
                        said);
            }
            case "search" -> described(Json.object().put("pattern", title), said);
            case "fetch" -> described(Json.object().put("url", title), said);
            default -> said.isEmpty() ? null : object(said);
        };
    }

    /// The changes to files that the call shows, null when it shows none. The first one is in the
    /// keys of an edit, the others follow under `more`.
    static @Nullable ObjectNode changes(JsonNode call) {
        List<JsonNode> diffs = new ArrayList<>();
        for (JsonNode block : call.path("content")) {
            if (text(block, "type").equals("diff")) {
                diffs.add(block);
            }
        }
        if (diffs.isEmpty()) {
            return null;
        }
        ObjectNode input = change(diffs.getFirst());
        if (diffs.size() > 1) {
            ArrayNode more = input.putArray("more");
            diffs.subList(1, diffs.size()).forEach(diff -> more.add(change(diff)));
        }
        return input;
    }

    /// Every file the call names: in its places, its changes and its input.
    static Set<String> paths(JsonNode call) {
        Set<String> paths = new LinkedHashSet<>();
        call.path("locations").forEach(place -> paths.add(text(place, "path")));
        for (JsonNode block : call.path("content")) {
            if (text(block, "type").equals("diff")) {
                paths.add(text(block, "path"));
            }
        }
        for (String key : List.of("path", "file_path", "filePath", "filepath")) {
            paths.add(text(call.path("rawInput"), key));
        }
        paths.remove("");
        return paths;
    }

    private static ObjectNode change(JsonNode diff) {
        return Json.object()
                .put("file_path", text(diff, "path"))
                .put("oldText", text(diff, "oldText"))
                .put("newText", text(diff, "newText"));
    }

    private static String said(JsonNode call) {
        List<String> texts = new ArrayList<>();
        call.path("content").forEach(block -> texts.add(text(block.path("content"), "text")));
        texts.removeIf(String::isBlank);
        return String.join("\n", texts);
    }

    private static ObjectNode described(ObjectNode input, String said) {
        return said.isEmpty() ? input : input.put("description", said);
    }

    /// Gemini tells the arguments of a foreign tool as the text of a JSON object.
    private static ObjectNode object(String said) {
        try {
            if (Json.parse(said) instanceof ObjectNode arguments && !arguments.isEmpty()) {
                return arguments;
            }
        } catch (JsonSyntaxException e) {
            return Json.object().put("description", said);
        }
        return Json.object().put("description", said);
    }
}
