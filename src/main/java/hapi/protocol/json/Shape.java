package hapi.protocol.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The known keys of a document and what each may hold. A view keeps the known keys and drops the
/// others; a required key that is absent or a known key of another type spoils the whole.
public final class Shape {
    public static final Predicate<JsonNode> TEXT = JsonNode::isString;
    public static final Predicate<JsonNode> NUMBER = JsonNode::isNumber;
    public static final Predicate<JsonNode> FLAG = JsonNode::isBoolean;
    public static final Predicate<JsonNode> OBJECT = JsonNode::isObject;
    public static final Predicate<JsonNode> ARRAY = JsonNode::isArray;
    public static final Predicate<JsonNode> ANYTHING = _ -> true;
    public static final Predicate<JsonNode> TEXTS =
            node -> node.isArray() && node.valueStream().allMatch(JsonNode::isString);

    private final Map<String, Predicate<JsonNode>> keys = new LinkedHashMap<>();
    private final Set<String> required;

    public Shape(String... required) {
        this.required = Set.of(required);
    }

    public Shape with(Predicate<JsonNode> type, String... names) {
        for (String name : names) {
            keys.put(name, type);
        }
        return this;
    }

    public static Predicate<JsonNode> orNull(Predicate<JsonNode> type) {
        return node -> node.isNull() || type.test(node);
    }

    public static Predicate<JsonNode> oneOf(String... words) {
        Set<String> known = Set.of(words);
        return node -> node.isString() && known.contains(node.stringValue());
    }

    /// The known keys; empty when the value does not have this shape.
    public Optional<ObjectNode> view(JsonNode value) {
        if (!value.isObject() || !required.stream().allMatch(name -> value.hasNonNull(name))) {
            return Optional.empty();
        }
        ObjectNode view = Json.object();
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            Predicate<JsonNode> type = keys.get(property.getKey());
            if (type == null) {
                continue;
            }
            if (!type.test(property.getValue())) {
                return Optional.empty();
            }
            view.set(property.getKey(), property.getValue());
        }
        return Optional.of(view);
    }
}
