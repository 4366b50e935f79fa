package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What can be chosen in an agent's session, by category: `mode`, `model`, `thought_level`. Agents
/// tell it as `modes` and `models` (Gemini) or as `configOptions` (OpenCode). Pure.
record SessionOptions(Map<String, Option> byCategory) {
    static final String MODE = "mode";
    static final String MODEL = "model";
    static final String EFFORT = "thought_level";
    static final SessionOptions NONE = new SessionOptions(Map.of());

    /// One thing to choose. `configId` is null when the agent has a method of its own for it.
    record Option(@Nullable String configId, List<Choice> choices, String current) {
        Option {
            choices = List.copyOf(choices);
        }

        boolean has(String value) {
            return choices.stream().anyMatch(choice -> choice.value.equals(value));
        }
    }

    record Choice(String value, String name) {}

    /// A call that changes something.
    record Change(String method, ObjectNode params) {}

    SessionOptions {
        byCategory = Map.copyOf(byCategory);
    }

    /// These options with what a result or an update says.
    SessionOptions with(JsonNode told) {
        Map<String, Option> all = new LinkedHashMap<>(byCategory);
        listed(told.path("modes"), "availableModes", "id", "currentModeId")
                .ifPresent(option -> all.put(MODE, option));
        listed(told.path("models"), "availableModels", "modelId", "currentModelId")
                .ifPresent(option -> all.put(MODEL, option));
        for (JsonNode config : told.path("configOptions")) {
            String category = text(config, "category");
            String id = text(config, "id");
            List<Choice> choices = new ArrayList<>();
            config.path("options").forEach(item -> choices(item, choices));
            all.put(
                    category.isEmpty() ? id : category,
                    new Option(id, choices, text(config, "currentValue")));
        }
        if (text(told, "sessionUpdate").equals("current_mode_update") && all.containsKey(MODE)) {
            Option mode = all.get(MODE);
            all.put(MODE, new Option(mode.configId, mode.choices, text(told, "currentModeId")));
        }
        return new SessionOptions(all);
    }

    Optional<Option> option(String category) {
        return Optional.ofNullable(byCategory.get(category));
    }

    String current(String category) {
        return option(category).map(Option::current).orElse("");
    }

    /// The call that chooses `value`; empty when it is chosen already or there is no such choice. A
    /// model that is not listed is tried: lists are not always whole.
    Optional<Change> change(String sessionId, String category, String value) {
        Option option = byCategory.get(category);
        if (option == null || option.current.equals(value)) {
            return Optional.empty();
        }
        if (!category.equals(MODEL) && !option.has(value)) {
            return Optional.empty();
        }
        ObjectNode params = Json.object().put("sessionId", sessionId);
        if (option.configId != null) {
            params.put("configId", option.configId).put("value", value);
            return Optional.of(new Change("session/set_config_option", params));
        }
        return Optional.of(
                category.equals(MODE)
                        ? new Change("session/set_mode", params.put("modeId", value))
                        : new Change("session/set_model", params.put("modelId", value)));
    }

    /// After a change that the agent agreed to.
    SessionOptions chosen(String category, String value) {
        Option option = byCategory.get(category);
        if (option == null) {
            return this;
        }
        Map<String, Option> all = new LinkedHashMap<>(byCategory);
        all.put(category, new Option(option.configId, option.choices, value));
        return new SessionOptions(all);
    }

    /// The answer to a page that asks for the models.
    RawJson models() {
        return list(MODEL, "availableModels", "modelId", "currentModelId");
    }

    RawJson efforts() {
        return list(EFFORT, "options", "value", "currentValue");
    }

    private RawJson list(String category, String listKey, String idKey, String currentKey) {
        if (byCategory.isEmpty()) {
            return RawJson.of(
                    Json.object()
                            .put("success", false)
                            .put(
                                    "error",
                                    "Known after the first prompt: the agent is not running"));
        }
        ObjectNode answer = Json.object().put("success", true);
        ArrayNode list = answer.putArray(listKey);
        option(category)
                .ifPresent(option -> {
                    option.choices.forEach(choice ->
                            list.addObject().put(idKey, choice.value).put("name", choice.name));
                    answer.put(currentKey, option.current);
                });
        return RawJson.of(answer);
    }

    private static Optional<Option> listed(
            JsonNode told, String list, String idKey, String currentKey) {
        if (!told.path(list).isArray()) {
            return Optional.empty();
        }
        List<Choice> choices = new ArrayList<>();
        for (JsonNode item : told.path(list)) {
            choices.add(new Choice(text(item, idKey), text(item, "name")));
        }
        return Optional.of(new Option(null, choices, text(told, currentKey)));
    }

    /// Choices may come in groups.
    private static void choices(JsonNode item, List<Choice> into) {
        if (item.path("options").isArray()) {
            item.path("options").forEach(inner -> choices(inner, into));
        } else if (!text(item, "value").isEmpty()) {
            into.add(new Choice(text(item, "value"), text(item, "name")));
        }
    }
}
