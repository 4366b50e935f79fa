package hapi.testkit.hub.sample;

import hapi.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Says every text of the data set in other words, wherever a peer chooses it: titles, paths,
/// names, inputs, outputs, answers. What makes a record what it is stays. Safe for any thread.
public final class Wording {
    private static final Set<String> STRUCTURE =
            Set.of(
                    "type",
                    "subtype",
                    "role",
                    "id",
                    "callId",
                    "tool_use_id",
                    "uuid",
                    "parentToolUseId",
                    "timestamp",
                    "sentFrom",
                    "tool",
                    "status",
                    "nativeKind",
                    "mode",
                    "flavor",
                    "machineId",
                    "lifecycleState",
                    "startedBy",
                    "schema",
                    "source",
                    "currentModelId",
                    "modelId",
                    "imageId");

    private final UnaryOperator<String> words;

    /// @param words is called once for each text; may give another one each time
    public Wording(UnaryOperator<String> words) {
        this.words = words;
    }

    /// As it is.
    public static Wording plain() {
        return new Wording(UnaryOperator.identity());
    }

    public String of(String text) {
        return words.apply(text);
    }

    /// The same record with other texts; names of fields that hold no text of ours change, too, as
    /// those of a file in a patch.
    JsonNode of(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> object(object);
            case ArrayNode array -> {
                ArrayNode copy = Json.mapper().createArrayNode();
                array.forEach(
                        it -> copy.add(it.isString() ? Json.tree(of(it.asString())) : of(it)));
                yield copy;
            }
            default -> node;
        };
    }

    /// What a program printed: the names in it change, its lines stay lines.
    JsonNode ofPrinted(JsonNode answer) {
        ObjectNode copy = answer.deepCopy() instanceof ObjectNode it ? it : Json.object();
        String printed = copy.path("stdout").asString("");
        for (String name :
                new String[] {
                    "src/main.rs", "README.md", "webp-export", "docs/说明.md", "src/export/webp.rs"
                }) {
            printed = printed.replace(name, of(name).replaceAll("[\\r\\n]+", " "));
        }
        return copy.put("stdout", printed);
    }

    /// The bytes of a file, in base64, and its numbers.
    JsonNode ofFile(JsonNode answer) {
        ObjectNode copy = answer.deepCopy() instanceof ObjectNode it ? it : Json.object();
        byte[] content = Base64.getDecoder().decode(copy.path("content").asString(""));
        String text = new String(content, StandardCharsets.UTF_8);
        String other = of(text);
        return text.equals(other)
                ? copy
                : copy.put(
                        "content",
                        Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.UTF_8)));
    }

    private ObjectNode object(ObjectNode object) {
        boolean isCall = object.path("type").asString("").matches("tool-call|tool_use");
        ObjectNode copy = Json.object();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            boolean stays =
                    STRUCTURE.contains(name)
                            || name.endsWith("SessionId")
                            || isCall
                                    && name.equals("name")
                                    && !value.asString("").startsWith("mcp__");
            if (value.isString()) {
                copy.set(name, stays ? value : Json.tree(of(value.asString())));
            } else {
                copy.set(name.contains("/") ? of(name) : name, of(value));
            }
        }
        return copy;
    }
}
