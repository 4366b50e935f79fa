package hapi.conformance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Replaces what differs from run to run by stable names: known ids by the names they were given,
/// other ids by their number within the exchange, times, tokens and cursors by their kind. Keys
/// come out sorted. Nothing else is changed.
final class Names {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern JWT =
            Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Pattern CURSOR = Pattern.compile("[0-9a-f]{8}:[0-9]+:[0-9a-f]{8}");
    private static final Pattern TIME = Pattern.compile("\\b(1[6-9]|2[01])[0-9]{11}\\b");
    private static final Pattern PUSH_KEY = Pattern.compile("^B[A-Za-z0-9_-]{86}$");
    private static final long FIRST_TIME = 1_600_000_000_000L;
    private static final long LAST_TIME = 2_200_000_000_000L;

    private final Map<String, String> known = new LinkedHashMap<>();

    /// From now on this text is shown as `<name>`, wherever it occurs.
    void give(String text, String name) {
        if (!text.isEmpty()) {
            known.putIfAbsent(text, "<" + name + ">");
        }
    }

    /// The name of this text, or the text.
    String of(String text) {
        return known.getOrDefault(text, text);
    }

    JsonNode normal(JsonNode value) {
        return normal(value, new HashMap<>());
    }

    private JsonNode normal(JsonNode value, Map<String, String> others) {
        if (value.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            value.properties().forEach(p -> sorted.put(p.getKey(), p.getValue()));
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            sorted.forEach((key, child) ->
                    object.set(
                            text(key, others),
                            isMeaningless(value, key)
                                    ? JsonNodeFactory.instance.stringNode("<%s>".formatted(key))
                                    : normal(child, others)));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(child -> array.add(normal(child, others)));
            return array;
        }
        if (value.isNumber()) {
            double number = value.asDouble();
            boolean isTime = number >= FIRST_TIME && number <= LAST_TIME;
            return isTime ? JsonNodeFactory.instance.stringNode("<time>") : value;
        }
        return value.isString()
                ? JsonNodeFactory.instance.stringNode(text(value.asString(), others))
                : value;
    }

    private static boolean isMeaningless(JsonNode parent, String key) {
        return switch (key) {
            case "seq" -> parent.has("agentStateVersion") || parent.has("runnerStateVersion");
            case "id" -> parent.has("firstName");
            case "formErrors", "fieldErrors" -> true;
            default -> false;
        };
    }

    private String text(String text, Map<String, String> others) {
        String result = text;
        for (String secret :
                known.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList()) {
            result = result.replace(secret, known.get(secret));
        }
        result = JWT.matcher(result).replaceAll("<jwt>");
        result = CURSOR.matcher(result).replaceAll("<cursor>");
        result = TIME.matcher(result).replaceAll("<time>");
        result = PUSH_KEY.matcher(result).replaceAll("<push-key>");
        return UUID.matcher(result)
                .replaceAll(id ->
                        Matcher.quoteReplacement(
                                others.computeIfAbsent(
                                        id.group(),
                                        any -> "<id-%d>".formatted(others.size() + 1))));
    }
}
