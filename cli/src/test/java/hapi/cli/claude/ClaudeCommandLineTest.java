package hapi.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaudeCommandLineTest {
    @Test
    void remoteCommandHasTheFlagsOfTheStreamProtocol() throws IOException {
        List<String> command = remote(launch("s1", "plan", "opus", List.of("--verbose-thing")));

        Path tools = Path.of(command.get(command.indexOf("--mcp-config") + 1));
        assertThat(tools)
                .hasContent(
                        "{\"mcpServers\":{\"hapi\":{\"type\":\"http\",\"url\":\"http://h/\"}}}");
        assertThat(Files.getPosixFilePermissions(tools))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(command)
                .containsExactly(
                        "/bin/claude",
                        "--output-format",
                        "stream-json",
                        "--verbose",
                        "--input-format",
                        "stream-json",
                        "--permission-prompt-tool",
                        "stdio",
                        "--permission-mode",
                        "plan",
                        "--resume",
                        "s1",
                        "--append-system-prompt",
                        "be kind",
                        "--model",
                        "opus",
                        "--mcp-config",
                        tools.toString(),
                        "--allowedTools",
                        "mcp__hapi__change_title",
                        "--add-dir",
                        "/blobs",
                        "--verbose-thing");
    }

    @Test
    void bypassIsDecidedHereAndNotByTheAgent() {
        assertThat(remote(launch(null, "bypassPermissions", null, List.of())))
                .containsSequence("--permission-mode", "default")
                .doesNotContain("bypassPermissions", "--model", "--resume");
    }

    @Test
    void bypassFlagFollowsTheModeAndNotWhatWasTypedFirst() {
        List<String> own = List.of("--dangerously-skip-permissions");

        assertThat(remote(launch(null, "default", null, own)))
                .doesNotContain("--dangerously-skip-permissions");
        assertThat(local(launch(null, "default", null, own)))
                .doesNotContain("--dangerously-skip-permissions");
        assertThat(local(launch(null, "bypassPermissions", null, own)))
                .containsOnlyOnce("--dangerously-skip-permissions");
    }

    @Test
    void newLocalSessionGetsAnIdWeKnow() {
        AgentLaunch launch = launch(null, "default", null, List.of("--debug"));

        List<String> command =
                ClaudeCommandLine.local(
                        launch, launch.extraArguments(), "fresh", Path.of("/s.json"));

        assertThat(command)
                .containsSequence("--session-id", "fresh")
                .endsWith("--debug", "--settings", "/s.json")
                .doesNotContain("--permission-mode", "--resume");
    }

    @Test
    void sessionChosenByTheUserIsChosenOnce() {
        List<String> own = List.of("--resume", "a-b-c", "--debug");
        SessionChoice choice = new SessionChoice();

        assertThat(choice.arguments(launch(null, "default", null, own))).isEqualTo(own);
        assertThat(choice.arguments(launch(null, "default", null, own))).containsExactly("--debug");
        assertThat(new SessionChoice().arguments(launch("known", "default", null, own)))
                .containsExactly("--debug");
        assertThat(local(launch(null, "default", null, own)))
                .containsSequence("--resume", "a-b-c", "--debug")
                .doesNotContain("--session-id");
    }

    @Test
    void forkingAndContinuingAreForTheFirstStart() {
        List<String> own = List.of("-c", "hello", "--fork-session", "--resume=x-1", "-d");
        SessionChoice choice = new SessionChoice();

        assertThat(choice.arguments(launch("known", "default", null, own)))
                .containsExactly("hello", "--fork-session", "-d");
        assertThat(choice.arguments(launch("forked", "default", null, own)))
                .containsExactly("hello", "-d");
    }

    @Test
    void headlessAgentIsNotAskedToLetAPersonChoose() {
        assertThat(remote(launch(null, "default", null, List.of("--resume", "--debug", "-r"))))
                .endsWith("--debug")
                .doesNotContain("--resume", "-r");
        assertThat(remote(launch(null, "default", null, List.of("--continue"))))
                .endsWith("--continue");
    }

    @Test
    void childDoesNotThinkItIsNestedAndOffersTodos() {
        assertThat(ClaudeCommandLine.environment(Map.of("CLAUDECODE", "1", "A", "b"), true))
                .containsOnly(
                        Map.entry("A", "b"),
                        Map.entry("DISABLE_AUTOUPDATER", "1"),
                        Map.entry("CLAUDE_CODE_ENABLE_TASKS", "0"),
                        Map.entry("CLAUDE_CODE_ENTRYPOINT", "sdk-ts"));
    }

    private static List<String> local(AgentLaunch launch) {
        return ClaudeCommandLine.local(launch, launch.extraArguments(), "x", Path.of("/s.json"));
    }

    private static List<String> remote(AgentLaunch launch) {
        return ClaudeCommandLine.remote(launch, launch.extraArguments());
    }

    private static AgentLaunch launch(
            @Nullable String resume, String mode, @Nullable String model, List<String> own) {
        return new AgentLaunch(
                Path.of("/bin/claude"),
                Path.of("/work"),
                Map.of(),
                resume,
                mode,
                model,
                null,
                PromptShape.PLAIN,
                "be kind",
                Map.of("hapi", "http://h/"),
                List.of("mcp__hapi__change_title"),
                List.of(Path.of("/blobs")),
                own);
    }
}
