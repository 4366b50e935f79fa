package hapi.testkit.hub.sample;

import hapi.protocol.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the composer offers: commands, skills, models.
final class SampleCatalogue {
    private SampleCatalogue() {}

    static JsonNode commands(JsonNode params) {
        ObjectNode answer = Json.object().put("success", true);
        ArrayNode commands = answer.putArray("commands");
        command(commands, "compact", "Shorten the conversation", "builtin");
        command(commands, "review", "Look over the changes", "builtin");
        command(commands, "release-notes", "Write the notes of a release", "project")
                .put("content", "Write release notes from the commits since the last tag.");
        command(commands, "tide", "Tell the next high water", "user");
        command(commands, "measure", "Measure a format", "plugin").put("pluginName", "pictures");
        command(commands, "<img src=x onerror=alert(1)>", "<b>not bold</b>", "project");
        return answer;
    }

    private static ObjectNode command(ArrayNode into, String name, String about, String source) {
        return into.addObject().put("name", name).put("description", about).put("source", source);
    }

    static JsonNode skills(JsonNode params) {
        ObjectNode answer = Json.object().put("success", true);
        ArrayNode skills = answer.putArray("skills");
        skills.addObject().put("name", "release-notes").put("description", "Notes of a release");
        skills.addObject().put("name", "tide-table").put("description", "Checks a tide table");
        skills.addObject().put("name", "<svg onload=alert(1)>").put("description", "javascript:1");
        return answer;
    }

    static JsonNode models(JsonNode params) {
        ObjectNode answer = Json.object().put("success", true).put("currentModelId", "lake/large");
        ArrayNode models = answer.putArray("availableModels");
        models.addObject().put("modelId", "lake/large").put("name", "Lake large");
        models.addObject().put("modelId", "lake/small").put("name", "Lake small");
        return answer;
    }

    static JsonNode codexModels(JsonNode params) {
        ObjectNode answer = Json.object().put("success", true);
        ArrayNode models = answer.putArray("models");
        ObjectNode usual =
                models.addObject()
                        .put("id", "pond-5")
                        .put("displayName", "Pond 5")
                        .put("isDefault", true)
                        .put("defaultReasoningEffort", "medium");
        usual.putArray("supportedReasoningEfforts").add("low").add("medium").add("high");
        models.addObject().put("id", "pond-5-mini").put("displayName", "Pond 5 mini");
        return answer;
    }

    static JsonNode efforts(JsonNode params) {
        ObjectNode answer = Json.object().put("success", true).put("currentValue", "medium");
        ArrayNode options = answer.putArray("options");
        for (String value : new String[] {"low", "medium", "high"}) {
            options.addObject().put("value", value).put("name", value);
        }
        return answer;
    }
}
