package hapi.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.cli.agent.AgentWords;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.hub.AliveState.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentArgumentsTest {
    @Test
    void whatIsNotOursReachesClaudeInOrder() {
        var arguments =
                parse(
                        "-p",
                        "say hi",
                        "--model",
                        "opus",
                        "--add-dir",
                        "/x",
                        "--verbose",
                        "--foo=bar");

        assertThat(arguments.passThrough())
                .containsExactly("-p", "say hi", "--add-dir", "/x", "--verbose", "--foo=bar");
        assertThat(arguments.model()).contains("opus");
        assertThat(arguments.mode()).isEqualTo(Mode.LOCAL);
    }

    @Test
    void runnersCommandLineIsRemoteWhateverElseItSays() {
        var arguments =
                parse(
                        "--resume=id-1",
                        "--hapi-starting-mode",
                        "local",
                        "--started-by",
                        "runner",
                        "--permission-mode",
                        "acceptEdits",
                        "--existing-session-id=s1");

        assertThat(arguments.mode()).isEqualTo(Mode.REMOTE);
        assertThat(arguments.resume()).contains("id-1");
        assertThat(arguments.permissionMode()).contains("acceptEdits");
        assertThat(arguments.existingSessionId()).contains("s1");
        assertThat(arguments.passThrough()).isEmpty();
    }

    @Test
    void yoloBypassesAndTellsClaude() {
        var arguments = parse("--yolo");

        assertThat(arguments.permissionMode()).contains("bypassPermissions");
        assertThat(arguments.passThrough()).containsExactly("--dangerously-skip-permissions");
    }

    @Test
    void bareResumeLetsClaudeAsk() {
        assertThat(parse("--resume").passThrough()).containsExactly("--resume");
        assertThat(parse("-r", "--verbose").passThrough()).containsExactly("-r", "--verbose");
        assertThat(parse("-r", "abc").resume()).contains("abc");
    }

    @Test
    void agentsThatResumeByAFirstWordGetTheirIdFromIt() {
        AgentWords words =
                new AgentWords(
                        List.of("--yolo", "--all-yes"),
                        "yolo",
                        List.of("--all-yes"),
                        List.of("--model-reasoning-effort"),
                        true);

        var arguments =
                AgentArguments.parse(
                        words,
                        List.of(
                                "resume",
                                "id-1",
                                "--yolo",
                                "--model-reasoning-effort=high",
                                "resume",
                                "x"));

        assertThat(arguments.resume()).contains("id-1");
        assertThat(arguments.permissionMode()).contains("yolo");
        assertThat(arguments.effort()).contains("high");
        assertThat(arguments.passThrough()).containsExactly("--all-yes", "resume", "x");
    }

    @Test
    void tierAndCollaborationModeAreReadForTheAgentThatHasThem() {
        AgentWords codex = FlavorLaunch.byId("codex").orElseThrow().words();

        var arguments =
                AgentArguments.parse(
                        codex, List.of("--service-tier", "fast", "--collaboration-mode=plan", "x"));

        assertThat(arguments.serviceTier()).contains("fast");
        assertThat(arguments.collaborationMode()).contains("plan");
        assertThat(arguments.passThrough()).containsExactly("x");
        assertThatThrownBy(() -> AgentArguments.parse(codex, List.of("--service-tier", "a tier")))
                .hasMessage("Invalid --service-tier value \"a tier\"");
        assertThat(parse("--service-tier", "fast").passThrough())
                .containsExactly("--service-tier", "fast");
    }

    @Test
    void everythingAfterTwoDashesIsClaudes() {
        assertThat(parse("--", "--model", "x").passThrough()).containsExactly("--", "--model", "x");
    }

    @ParameterizedTest
    @CsvSource({
        "--model, Missing --model value",
        "--started-by=cron, 'Invalid --started-by value \"cron\": use terminal or runner'",
        "--hapi-starting-mode=pty, 'Invalid --hapi-starting-mode value \"pty\": use local or remote'",
        "--permission-mode=, Missing --permission-mode value"
    })
    void wrongValuesAreNamed(String word, String message) {
        assertThatThrownBy(() -> parse(word)).hasMessage(message);
    }

    private static AgentArguments parse(String... words) {
        return AgentArguments.parse(FlavorLaunch.CLAUDE.words(), List.of(words));
    }
}
