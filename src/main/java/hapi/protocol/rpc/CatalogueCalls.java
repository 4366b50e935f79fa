package hapi.protocol.rpc;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Shapes of the lists that fill the composer: slash commands and skills; and of those of an agent
/// in a folder. Source: protocol/rpc-methods.md section 4.
public final class CatalogueCalls {
    private CatalogueCalls() {}

    public record SlashCommandsParams(@JsonProperty("agent") @Nullable String agent) {}

    /// `source` is `builtin`, `user`, `project` or `plugin`; `content` the text it expands to.
    public record SlashCommand(
            @JsonProperty("name") String name,
            @JsonProperty("description") @Nullable String description,
            @JsonProperty("source") String source,
            @JsonProperty("content") @Nullable String content,
            @JsonProperty("pluginName") @Nullable String pluginName) {}

    public record SlashCommandsResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("commands") @Nullable List<SlashCommand> commands) {
        public static SlashCommandsResult of(List<SlashCommand> commands) {
            return new SlashCommandsResult(true, null, List.copyOf(commands));
        }
    }

    public record SkillsParams(@JsonProperty("flavor") @Nullable String flavor) {}

    public record Skill(
            @JsonProperty("name") String name,
            @JsonProperty("description") @Nullable String description) {}

    public record SkillsResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("skills") @Nullable List<Skill> skills) {
        public static SkillsResult of(List<Skill> skills) {
            return new SkillsResult(true, null, List.copyOf(skills));
        }
    }

    /// One model of an agent: `name` is for people, `id` for the agent; `efforts` are the words for
    /// how long it may think, weakest first, none when nobody told them; `isOwn`: the one that the
    /// agent takes by itself.
    public record Model(String id, String name, List<String> efforts, boolean isOwn) {
        public Model {
            efforts = List.copyOf(efforts);
        }

        public Model(String id, String name) {
            this(id, name, List.of(), false);
        }
    }

    /// What a machine tells of an agent's models. Without models there may be an `error` in words.
    public record ModelList(List<Model> models, String error) {
        public ModelList {
            models = List.copyOf(models);
        }

        /// Reads either shape of the wire, `models` or `availableModels`; what is no model is left
        /// out.
        public static ModelList of(RawJson answer) {
            JsonNode told = answer.read();
            if (!told.path("success").asBoolean(false)) {
                return new ModelList(List.of(), told.path("error").asString(""));
            }
            List<Model> models = new ArrayList<>();
            told.path("models").forEach(it -> add(models, it, "id", "displayName"));
            told.path("availableModels").forEach(it -> add(models, it, "modelId", "name"));
            return new ModelList(models, "");
        }

        private static void add(List<Model> models, JsonNode told, String idKey, String nameKey) {
            String id = word(told.path(idKey));
            boolean isNew = models.stream().noneMatch(known -> known.id().equals(id));
            if (!id.isBlank() && isNew) {
                String name = told.path(nameKey).isString() ? word(told.path(nameKey)) : id;
                boolean isOwn = told.path("isDefault").asBoolean(false);
                models.add(new Model(id, name, efforts(told), isOwn));
            }
        }

        /// Words, or objects that have the word inside: both are met.
        private static List<String> efforts(JsonNode told) {
            List<String> efforts = new ArrayList<>();
            for (JsonNode effort : told.path("supportedReasoningEfforts")) {
                String word = word(effort.isString() ? effort : effort.path("reasoningEffort"));
                if (!word.isBlank()) {
                    efforts.add(word);
                }
            }
            return efforts;
        }

        private static String word(JsonNode node) {
            return node.isString() ? node.stringValue() : "";
        }
    }

    /// The models of an agent in a folder of the machine, a whole path.
    public record ModelsParams(@JsonProperty("cwd") @Nullable String cwd) {}
}
