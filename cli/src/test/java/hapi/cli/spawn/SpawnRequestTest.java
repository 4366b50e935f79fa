package hapi.cli.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.cli.agent.FlavorLaunch;
import hapi.cli.command.AgentArguments;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// Argument and environment injection at spawn (attack 29): what is refused before anything starts.
/// What passes reaches the process literally: see [RunnerSpawnIT].
class SpawnRequestTest {
    @Test
    @DisplayName("row 29: every value is one word behind its option")
    void everyValueIsOneWordBehindItsOption() throws Exception {
        SpawnRequest request =
                SpawnRequest.of(
                        params(
                                Map.of(
                                        "model", "anthropic/claude [1m] \"x\" %PATH% $HOME",
                                        "effort", "high",
                                        "permissionMode", "plan",
                                        "resumeSessionId", "agent-1",
                                        "existingSessionId", "hub-1")),
                        Optional.of("id-1"));

        assertThat(request.arguments())
                .containsExactly(
                        "claude",
                        "--resume=agent-1",
                        "--hapi-starting-mode",
                        "remote",
                        "--started-by",
                        "runner",
                        "--model=anthropic/claude [1m] \"x\" %PATH% $HOME",
                        "--effort=high",
                        "--permission-mode=plan",
                        "--existing-session-id=hub-1",
                        "--hapi-start-id=id-1");
    }

    @Test
    void tierAndCollaborationModeGoToTheAgentThatHasThem() throws Exception {
        Map<String, String> wanted =
                Map.of("serviceTier", "fast", "collaborationMode", "plan", "agent", "codex");

        List<String> codex = SpawnRequest.of(params(wanted), Optional.empty()).arguments();
        List<String> claude =
                SpawnRequest.of(
                                params(Map.of("serviceTier", "fast", "collaborationMode", "plan")),
                                Optional.empty())
                        .arguments();

        assertThat(codex).contains("--service-tier=fast", "--collaboration-mode=plan");
        assertThat(claude.toString()).doesNotContain("tier", "collaboration");
        AgentArguments read =
                AgentArguments.parse(
                        FlavorLaunch.byId("codex").orElseThrow().words(),
                        codex.subList(1, codex.size()));
        assertThat(read.serviceTier()).contains("fast");
        assertThat(read.collaborationMode()).contains("plan");
        assertThat(read.passThrough()).isEmpty();
    }

    static List<FlavorLaunch> flavors() {
        return FlavorLaunch.ALL;
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void everyAgentsCommandReadsWhatItsStartSays(FlavorLaunch flavor) throws Exception {
        FlavorSpec spec = flavor.flavor();
        String mode = spec.permissionModes().getLast();
        ObjectNode params =
                Json.object()
                        .put("directory", "/tmp")
                        .put("agent", spec.id())
                        .put("model", "m")
                        .put("effort", "high")
                        .put("permissionMode", mode)
                        .put("resumeSessionId", "agent-1")
                        .put("existingSessionId", "hub-1")
                        .put("yolo", true);

        List<String> words =
                SpawnRequest.of(Json.convert(params, SpawnParams.class), Optional.empty())
                        .arguments();

        assertThat(words.getFirst()).isEqualTo(spec.id());
        AgentArguments read = AgentArguments.parse(flavor.words(), words.subList(1, words.size()));
        assertThat(read.startedBy()).isEqualTo(AgentArguments.StartedBy.RUNNER);
        assertThat(read.resume()).contains("agent-1");
        assertThat(read.existingSessionId()).contains("hub-1");
        assertThat(read.permissionMode()).contains(mode);
        assertThat(read.yolo()).isTrue();
        assertThat(read.model()).contains("m");
        assertThat(read.passThrough()).isEqualTo(flavor.words().neverPassedOn());
    }

    @ParameterizedTest
    @DisplayName("row 29: values that look like options or hold line ends are refused")
    @ValueSource(
            strings = {
                "model",
                "effort",
                "modelReasoningEffort",
                "serviceTier",
                "collaborationMode",
                "permissionMode",
                "resumeSessionId",
                "existingSessionId",
                "sessionId"
            })
    void optionsControlCharactersAndWholeTextsAreNoValues(String key) {
        for (String value :
                new String[] {
                    "--dangerously-skip-permissions",
                    "-c",
                    " --yolo",
                    "a\nb",
                    "a\rb",
                    "a\0b",
                    "a\u001b[2Jb",
                    "a\u0085b",
                    "x".repeat(513)
                }) {
            assertRefused(Map.of(key, value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc", "a b", "a\"b", "%2e%2e", "$(id)", "a;b", "x/y"})
    void sessionIdsHaveNoOtherCharactersThanIds(String value) {
        assertRefused(Map.of("resumeSessionId", value));
        assertRefused(Map.of("existingSessionId", value));
        assertRefused(Map.of("sessionId", value));
    }

    @ParameterizedTest
    @CsvSource({
        "permissionMode, danger, has no permission mode",
        "permissionMode, safe-yolo, has no permission mode",
        "agent, --yolo, has no such agent",
        "agent, dsh, has no such agent",
        "directory, '', Directory is required"
    })
    void wordsThatMeanNothingHereAreRefusedInWords(String key, String value, String said) {
        assertThatThrownBy(() -> SpawnRequest.of(params(Map.of(key, value)), Optional.empty()))
                .isInstanceOf(SpawnFailure.class)
                .hasMessageContaining(said);
    }

    @Test
    @DisplayName("row 29: a directory with a NUL is no path")
    void directoryWithANulIsNoPath() {
        assertRefused(Map.of("directory", "/tmp/a\0b"));
        assertRefused(Map.of("directory", "/" + "x".repeat(5000)));
    }

    @Test
    void refusalShowsNothingThatATerminalObeys() {
        assertThatThrownBy(() ->
                        SpawnRequest.of(
                                params(Map.of("model", "\u001b]0;x\u0007\n")), Optional.empty()))
                .hasMessageNotContaining("\u001b")
                .hasMessageNotContaining("\n");
    }

    @Test
    void forkedConversationIsRefusedRatherThanContinued() {
        ObjectNode params = Json.object().put("directory", "/tmp").put("forkSession", true);

        assertThatThrownBy(() ->
                        SpawnRequest.of(Json.convert(params, SpawnParams.class), Optional.empty()))
                .hasMessageContaining("fork");
    }

    @Test
    @DisplayName("row 29: only the runner's variables and a short list reach the process")
    void variablesOfASpawnAreThoseOfTheRunnerAndOfAShortList() throws Exception {
        SpawnEnvironment environment =
                new SpawnEnvironment(Map.of("PATH", "/bin", "HAPI_SESSION_ID", "outer"));
        environment.set("HAPI_HOME", "/h");

        assertThat(environment.variables()).isEqualTo(Map.of("PATH", "/bin", "HAPI_HOME", "/h"));
        for (String name :
                new String[] {"NODE_OPTIONS", "LD_PRELOAD", "PATH", "JAVA_TOOL_OPTIONS"}) {
            assertThatThrownBy(() -> environment.set(name, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void assertRefused(Map<String, String> values) {
        assertThatThrownBy(() -> SpawnRequest.of(params(values), Optional.empty()))
                .as(values.toString())
                .isInstanceOf(SpawnFailure.class);
    }

    private static SpawnParams params(Map<String, String> values) {
        ObjectNode params = Json.object().put("directory", "/tmp");
        values.forEach(params::put);
        return Json.convert(params, SpawnParams.class);
    }
}
