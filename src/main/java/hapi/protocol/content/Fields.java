package hapi.protocol.content;

import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Optional fields of a JSON object: a wrong type counts as absent.
final class Fields {
    private Fields() {}

    /// The first of the names that holds a string.
    static @Nullable String text(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode value = node.get(name);
            if (value != null && value.isString()) {
                return value.stringValue();
            }
        }
        return null;
    }

    static String textOr(JsonNode node, String fallback, String... names) {
        String value = text(node, names);
        return value == null ? fallback : value;
    }

    static boolean flag(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    static @Nullable Boolean flagOrNull(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isBoolean() ? value.booleanValue() : null;
    }

    /// The first of the names that holds a number, cut to a long.
    static @Nullable Long number(JsonNode node, String... names) {
        Double value = decimal(node, names);
        return value == null ? null : value.longValue();
    }

    static @Nullable Integer integer(JsonNode node, String... names) {
        Double value = decimal(node, names);
        return value == null ? null : value.intValue();
    }

    static @Nullable Double decimal(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode value = node.get(name);
            if (value != null && value.isNumber()) {
                double number = value.asDouble(Double.NaN);
                if (Double.isFinite(number)) {
                    return number;
                }
            }
        }
        return null;
    }

    /// The object under the name, or an empty one.
    static JsonNode object(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isObject() ? value : EMPTY;
    }

    /// The elements of the array under the name; none when it is not an array.
    static List<JsonNode> list(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray()) {
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>(value.size());
        value.forEach(items::add);
        return items;
    }

    static RawJson raw(@Nullable JsonNode node) {
        return node == null ? RawJson.NULL : RawJson.trusted(node.toString());
    }

    private static final JsonNode EMPTY = hapi.protocol.json.Json.object();
}
