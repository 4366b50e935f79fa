package hapi.testkit.model;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A request for an answer, read out of one API's own shape.
///
/// @param prompt the last thing a person said, without what the agent added by itself
/// @param results the tool results that came after it, oldest first
/// @param tools names of the tools offered
/// @param folder the agent's working folder as it tells the model, empty when it does not
/// @param streaming whether the answer is wanted as a stream of events
public record Conversation(
        String prompt,
        List<ToolResult> results,
        List<String> tools,
        String model,
        String folder,
        boolean streaming) {
    public Conversation {
        results = List.copyOf(results);
        tools = List.copyOf(tools);
    }

    /// Puts the facts of this conversation in the place of `{prompt}`, `{result}` (the newest tool
    /// result) and `{folder}`.
    String fill(String template) {
        String result = results.isEmpty() ? "" : results.getLast().text();
        return template.replace("{folder}", folder)
                .replace("{result}", result)
                .replace("{prompt}", prompt);
    }

    /// Fills the placeholders in every string of a tool's input.
    JsonNode fill(JsonNode template) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (template) {
            case ObjectNode object -> {
                ObjectNode filled = nodes.objectNode();
                object.properties().forEach(e -> filled.set(e.getKey(), fill(e.getValue())));
                yield filled;
            }
            case ArrayNode array -> {
                ArrayNode filled = nodes.arrayNode();
                array.forEach(item -> filled.add(fill(item)));
                yield filled;
            }
            default ->
                    template.isString() ? nodes.stringNode(fill(template.stringValue())) : template;
        };
    }
}
