package hapi.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.CatalogueCalls.SkillsParams;
import hapi.protocol.rpc.CatalogueCalls.SlashCommand;
import hapi.protocol.rpc.CatalogueCalls.SlashCommandsParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlashCommandsTest {
    @TempDir private Path home;

    @Test
    void builtinThenUserThenProjectThenPluginCommandsWithTheirText() throws IOException {
        write(
                ".claude/commands/zed.md",
                "---\ndescription: \"Does: zed\"\nother:\n  - x\n---\nBody of zed\n");
        write(".claude/commands/git/commit.md", "Just text");
        write(".claude/commands/.hidden.md", "x");
        write(".claude/commands/notes.txt", "x");
        Files.createSymbolicLink(
                home.resolve(".claude/commands/link.md"), home.resolve(".claude/commands/zed.md"));
        write("project/.claude/commands/own.md", "---\nbroken");
        write("plugin-new/commands/p.md", "plugin text");
        write(
                ".claude/plugins/installed_plugins.json",
                "{\"plugins\":{\"tool@market\":[{\"installPath\":\"/none\",\"lastUpdated\":\"2025\"},{\"installPath\":\"%s\",\"lastUpdated\":\"2026\"}]}}"
                        .formatted(home.resolve("plugin-new")));

        var result = commands().commands(new SlashCommandsParams("claude"));

        assertThat(result.commands())
                .extracting(SlashCommand::name)
                .containsExactly(
                        "clear",
                        "compact",
                        "context",
                        "cost",
                        "plan",
                        "git:commit",
                        "zed",
                        "own",
                        "tool:p");
        var zed = result.commands().get(6);
        assertThat(zed.description()).isEqualTo("Does: zed");
        assertThat(zed.content()).isEqualTo("Body of zed");
        assertThat(result.commands().getLast().pluginName()).isEqualTo("tool");
    }

    @Test
    void brokenPluginFileAndMissingFoldersOfferNothing() throws IOException {
        write(".claude/plugins/installed_plugins.json", "{");

        assertThat(commands().commands(new SlashCommandsParams(null)).commands()).hasSize(5);
        assertThat(commands().commands(new SlashCommandsParams("opencode")).commands()).isEmpty();
        assertThat(commands().skills(new SkillsParams(null)).skills()).isEmpty();
    }

    @Test
    void skillsComeFromTheFrontMatterOrTheFolder() throws IOException {
        write(
                ".claude/skills/one/SKILL.md",
                "---\nname: First\ndescription: 'what it does'\n---\n");
        write(".claude/skills/two/SKILL.md", "no front matter");
        write(".claude/skills/three/README.md", "no skill");

        var skills = commands().skills(new SkillsParams("claude")).skills();

        assertThat(skills).extracting("name").containsExactly("First", "two");
        assertThat(skills.getFirst().description()).isEqualTo("what it does");
    }

    private SlashCommands commands() {
        return new SlashCommands(home.resolve("project"), Map.of("HOME", home.toString()));
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
