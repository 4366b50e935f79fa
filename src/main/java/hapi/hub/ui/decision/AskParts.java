package hapi.hub.ui.decision;

import hapi.hub.chat.ToolBody;
import hapi.hub.chat.VisibleText;
import hapi.hub.ui.chat.PartEncoder;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes what has to be judged, whole; `AskPart` of `model.ts` is the other half. Everything is
/// text in which hidden characters are made visible, but for `html`, which [PartEncoder] makes
/// safe.
final class AskParts {
    /// Deeper values are shown as JSON in one line.
    private static final int MAX_DEPTH = 6;

    private final Texts texts;
    private final PartEncoder encoder;

    AskParts(Texts texts, AskPlace place) {
        this.texts = texts;
        this.encoder = new PartEncoder(texts, Integer.MAX_VALUE, place::inFolder);
    }

    void part(ToolBody body, ArrayNode into) {
        switch (body) {
            case ToolBody.Command command -> encoder.body(command, into);
            case ToolBody.Diff diff -> encoder.diff(diff, into).put("change", diff.change());
            case ToolBody.Json json -> facts(json.raw(), into);
            case ToolBody.Document document -> encoder.document("", document.markdown(), into);
            case ToolBody.Todos todos -> encoder.body(todos, into);
            case ToolBody.Questions questions -> encoder.body(questions, into);
        }
    }

    /// Every field with its value, nested ones below theirs, and the JSON as it is behind.
    void facts(RawJson raw, ArrayNode into) {
        ObjectNode part = into.addObject().put("kind", "facts");
        ArrayNode facts = part.putArray("facts");
        JsonNode input;
        try {
            input = raw.read();
        } catch (JsonSyntaxException e) {
            facts.addObject().put("name", "").put("depth", 0).put("value", visible(raw.text()));
            return;
        }
        facts(input, 0, facts);
        if (facts.size() > 2) {
            part.put("json", VisibleText.of(pretty(input)));
        }
    }

    private void facts(JsonNode node, int depth, ArrayNode into) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                fact(field.getKey(), field.getValue(), depth, into);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                fact(String.valueOf(i + 1), node.get(i), depth, into);
            }
        } else {
            fact("", node, depth, into);
        }
    }

    private void fact(String name, JsonNode value, int depth, ArrayNode into) {
        ObjectNode fact = into.addObject().put("name", visible(name)).put("depth", depth);
        boolean isNested =
                !value.isEmpty() && (value.isObject() || value.isArray() && !isPlain(value));
        if (isNested && depth < MAX_DEPTH) {
            facts(value, depth + 1, into);
        } else if (isNested) {
            fact.put("value", visible(Json.write(value)));
        } else {
            fact.put("value", plain(value));
        }
    }

    private static boolean isPlain(JsonNode list) {
        for (JsonNode one : list) {
            boolean isWord =
                    one.isValueNode() && !one.isNull() && !one.asString("").matches("|.*[,\n].*");
            if (!isWord) {
                return false;
            }
        }
        return true;
    }

    private String plain(JsonNode value) {
        if (value.isArray() && !value.isEmpty()) {
            List<String> all = new ArrayList<>();
            value.forEach(it -> all.add(visible(it.asString(""))));
            return String.join(", ", all);
        }
        if (value.isBoolean()) {
            return texts.text(value.asBoolean() ? "ask.yes" : "ask.no");
        }
        String text = value.isString() ? value.stringValue() : "";
        if (value.isNumber()) {
            text = Json.write(value);
        }
        return text.isEmpty() ? texts.text("ask.empty") : visible(text);
    }

    private static String visible(String text) {
        return VisibleText.of(text);
    }

    private static String pretty(JsonNode input) {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(input);
    }
}
