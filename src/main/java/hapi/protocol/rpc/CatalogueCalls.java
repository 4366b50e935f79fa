package hapi.protocol.rpc;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /// The models of an agent in a folder of the machine, a whole path.
    public record ModelsParams(@JsonProperty("cwd") @Nullable String cwd) {}
}
