package hapi.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.CatalogueCalls.SkillsParams;
import hapi.protocol.rpc.CatalogueCalls.SlashCommand;
import hapi.protocol.rpc.CatalogueCalls.SlashCommandsParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
        assertThat(names("cursor")).isEmpty();
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

    @Test
    void eachAgentHasItsOwnPlaces() throws IOException {
        write(".codex/prompts/review.md", "look at it");
        write(
                ".gemini/commands/git/say.toml",
                "description = \"Says it\"\nprompt = \"\"\"\nSay {{args}}\n\"\"\"\n");
        write(".gemini/commands/broken.toml", "prompt = ");
        write("project/.gemini/commands/mine.toml", "prompt = 'one line'");
        write(".config/opencode/command/deploy.md", "---\ndescription: Ships it\n---\nShip");
        write("project/.opencode/commands/test.md", "Test");
        write("project/.opencode/command/team/ask.md", "Ask");
        write("project/.cursor/commands/tidy.md", "Tidy");

        assertThat(names("codex")).containsExactly("clear", "compact", "review");
        assertThat(names("gemini"))
                .containsExactly("about", "clear", "help", "init", "git:say", "mine");
        assertThat(names("opencode"))
                .containsExactly(
                        "clear", "compact", "init", "review", "deploy", "team/ask", "test");
        assertThat(names("cursor")).containsExactly("tidy");
        assertThat(names("nobody")).isEmpty();
        SlashCommand say = commands().commands(new SlashCommandsParams("gemini")).commands().get(4);
        assertThat(say.description()).isEqualTo("Says it");
        assertThat(say.content()).isEqualTo("Say {{args}}");
    }

    @Test
    void foldersThatVariablesNameCount() throws IOException {
        write(".config/opencode/command/usual.md", "a");
        write("xdg/opencode/command/moved.md", "b");
        write("more/commands/added.md", "c");

        assertThat(
                        names(
                                "opencode",
                                Map.of("OPENCODE_CONFIG_DIR", home.resolve("more").toString())))
                .contains("usual", "added");
        assertThat(names("opencode", Map.of("XDG_CONFIG_HOME", home.resolve("xdg").toString())))
                .contains("moved")
                .doesNotContain("usual");
    }

    @Test
    void commandIsReplacedByItsText() throws IOException {
        write("project/.gemini/commands/git/say.toml", "prompt = 'Say {{args}} twice: {{args}}'");
        write(".gemini/commands/git/say.toml", "prompt = 'the other'");
        write(".gemini/commands/plain.toml", "prompt = 'Be plain'");
        write(".gemini/commands/diff.toml", "prompt = 'Look: !{git diff}'");
        WrittenCommands written = written();

        assertThat(written.expand("/git:say hello  you"))
                .isEqualTo("Say hello  you twice: hello  you");
        assertThat(written.expand("/plain")).isEqualTo("Be plain");
        assertThat(written.expand("/plain now")).isEqualTo("Be plain\n\n/plain now");
        assertThat(written.expand("/diff")).startsWith("Look: !{git diff}\n\nWhere the text");
        assertThat(written.expand("/about it")).isEqualTo("/about it");
        assertThat(written.expand("say /plain")).isEqualTo("say /plain");
        assertThat(written.expand("/")).isEqualTo("/");
    }

    @Test
    void linksOfAProjectLeadNowhereOutside() throws IOException {
        write("elsewhere/commands/secret.md", "secret");
        write("elsewhere/skills/s/SKILL.md", "---\nname: secret\n---\n");
        Files.createDirectories(home.resolve("project/.claude/skills/own"));
        Files.createSymbolicLink(
                home.resolve("project/.claude/commands"), home.resolve("elsewhere/commands"));
        Files.createSymbolicLink(
                home.resolve("project/.claude/skills/own/SKILL.md"),
                home.resolve("elsewhere/skills/s/SKILL.md"));

        assertThat(names("claude")).hasSize(5);
        assertThat(commands().skills(new SkillsParams("claude")).skills()).isEmpty();
    }

    @Test
    void answerFitsIntoAFrameHoweverMuchThereIs() throws IOException {
        for (int i = 0; i < 520; i++) {
            write(".claude/commands/c" + i + ".md", "x".repeat(i < 20 ? 200_000 : 10));
        }

        var all = commands().commands(new SlashCommandsParams("claude")).commands();

        assertThat(all).hasSize(505);
        assertThat(
                        all.stream()
                                .filter(it -> it.content() != null)
                                .mapToInt(it -> it.content().length())
                                .sum())
                .isLessThanOrEqualTo(2 * 1024 * 1024);
    }

    private List<String> names(String agent) {
        return commands().commands(new SlashCommandsParams(agent)).commands().stream()
                .map(SlashCommand::name)
                .toList();
    }

    private List<String> names(String agent, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", home.toString());
        return new SlashCommands(new Workspace(home.resolve("project")), environment)
                .commands(new SlashCommandsParams(agent)).commands().stream()
                        .map(SlashCommand::name)
                        .toList();
    }

    private SlashCommands commands() {
        return new SlashCommands(
                new Workspace(home.resolve("project")), Map.of("HOME", home.toString()));
    }

    private WrittenCommands written() {
        return new WrittenCommands(
                home.resolve("project"), Map.of("HOME", home.toString()), "gemini");
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
