package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Stage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// The lists that `hapi resume` and bare `hapi` show in a real terminal: what a person sees and
/// presses, and that the terminal is left as it was found. In the agents' place stand programs that
/// say how they were started.
@Tag("full")
@TestInstance(Lifecycle.PER_CLASS)
class PickersIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SESSIONS = 20;
    private static final String CHINESE = "修复登录页面的排版问题，并且把所有的按钮改成蓝色，还要写测试";

    @RegisterExtension final Stage stage = Stage.shared();

    private HapiCli cli;
    private Path project;
    private Path agents;

    @BeforeAll
    void prepare() throws IOException {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        cli = HapiCli.of(stage, Edition.OURS, hub);
        project = stage.folder("project");
        Files.writeString(cli.home().resolve("settings.json"), "{\"machineId\":\"m-1\"}");
        agents = stage.folder("agents");
        agent("claude");
        agent("codex");
        for (int i = SESSIONS; i > 1; i--) {
            hub.client().createSession(session("older session number-" + i));
        }
        hub.client().createSession(session("evil \u001b[2J\u202e title"));
        hub.client().createSession(session(CHINESE));
    }

    @Test
    void arrowsChooseASessionWhoseAgentThenHasTheTerminal() {
        Pty terminal = resume(100, 30, Map.of());
        awaitDrawn(terminal);
        assertThat(terminal.screen()).contains("Resume a session", "evil  title", "claude  ended");

        choose(terminal, Pty.DOWN, "evil");
        choose(terminal, Pty.UP, CHINESE.substring(0, 10));
        terminal.type(Pty.ENTER);

        terminal.awaitText("claude was started with", LIMIT);
        assertThat(terminal.screen()).doesNotContain("Resume a session", "Esc cancel");
        terminal.type("x");
        assertThat(terminal.awaitEnd(LIMIT)).isEqualTo(7);
        assertAsFound(terminal);
    }

    @Test
    void narrowScreenShowsTitlesPlaceAndHowToLeave() {
        Pty terminal = resume(40, 12, Map.of());
        awaitDrawn(terminal);

        assertThat(terminal.screen().lines().map(String::stripTrailing))
                .hasSize(12)
                .startsWith("Resume a session (1 of %d)".formatted(SESSIONS + 1))
                .anyMatch(row -> row.startsWith("> ended  now  修复登录") && row.endsWith("…"))
                .anyMatch(row -> row.contains("older session number-2"))
                .endsWith("↑ ↓ · type · Enter choose · Esc cancel");
        choose(terminal, Pty.DOWN, "evil");
        for (int i = 2; i <= 11; i++) {
            choose(terminal, Pty.DOWN, "number-" + i);
        }
        assertThat(terminal.screen()).doesNotContain("修复");
        terminal.type("number-17");
        terminal.awaitScreen(
                "the one that fits",
                LIMIT,
                text ->
                        text.contains("> ended  now  older session number-17")
                                && text.contains("Filter: number-17")
                                && !text.contains("number-11")
                                && !text.contains(" of "));
        terminal.type(Pty.ESCAPE);
        assertThat(terminal.awaitEnd(LIMIT)).isEqualTo(130);
        assertAsFound(terminal);
    }

    @ParameterizedTest
    @ValueSource(strings = {Pty.ESCAPE, Pty.CTRL_C, Pty.CTRL_D})
    void keysThatCancelLeaveTheTerminalAsItWas(String key) {
        Pty terminal = resume(80, 24, Map.of());
        awaitDrawn(terminal);

        terminal.type(key);

        assertThat(terminal.awaitEnd(LIMIT)).isEqualTo(130);
        assertAsFound(terminal);
        assertThat(terminal.screen()).isBlank();
    }

    @Test
    void processThatIsToldToEndLeavesTheTerminalAsItWas() {
        Pty terminal = resume(80, 24, Map.of());
        awaitDrawn(terminal);

        terminal.program().destroy();

        terminal.awaitEnd(LIMIT);
        assertAsFound(terminal);
    }

    @Test
    void nothingIsStyledWhereNoColourIsWanted() {
        Pty terminal = resume(80, 24, Map.of("NO_COLOR", "1"));
        awaitDrawn(terminal);
        choose(terminal, Pty.DOWN, "evil");
        terminal.type(Pty.CTRL_C);
        terminal.awaitEnd(LIMIT);

        assertThat(terminal.output()).doesNotContainPattern("\u001b\\[[0-9;]*m");
        assertAsFound(terminal);
    }

    @Test
    void agentIsChosenAndStarted() {
        Pty terminal = hapi(60, 16, Map.of());
        awaitDrawn(terminal);
        assertThat(terminal.screen())
                .contains("> Claude (claude)", "Gemini (gemini) — not installed or not on PATH");

        choose(terminal, Pty.DOWN, "Codex");
        choose(terminal, Pty.DOWN, "Codex");
        terminal.type(Pty.ENTER);

        terminal.awaitText("codex was started with", LIMIT);
        terminal.type("x");
        assertThat(terminal.awaitEnd(LIMIT)).isEqualTo(7);
        assertAsFound(terminal);
    }

    @ParameterizedTest
    @ValueSource(strings = {Pty.ESCAPE, Pty.CTRL_C})
    void chooserIsLeftWithoutAnAgent(String key) {
        Pty terminal = hapi(40, 12, Map.of("NO_COLOR", "1"));
        awaitDrawn(terminal);
        assertThat(terminal.screen().lines().map(String::stripTrailing))
                .anyMatch(row -> row.startsWith("  Gemini (gemini) — not") && row.endsWith("…"));

        terminal.type(key);

        assertThat(terminal.awaitEnd(LIMIT)).isEqualTo(130);
        assertAsFound(terminal);
        assertThat(terminal.output()).doesNotContainPattern("\u001b\\[[0-9;]*m");
    }

    @Test
    void onlyAgentThatIsInstalledIsNotAskedFor() throws IOException {
        Path only = stage.folder("only");
        Files.copy(agents.resolve("codex"), only.resolve("codex"));
        assertThat(only.resolve("codex").toFile().setExecutable(true)).isTrue();

        Pty terminal = hapi(80, 24, Map.of("PATH", path(only)));

        terminal.awaitText("codex was started with", LIMIT);
        terminal.type("x");
        assertThat(terminal.awaitEnd(LIMIT)).isEqualTo(7);
        assertThat(terminal.output()).doesNotContain("Choose an agent");
        assertAsFound(terminal);
    }

    /// Waits until the list is there whole: its last row is written last.
    private static void awaitDrawn(Pty terminal) {
        terminal.awaitText("Esc cancel", LIMIT);
    }

    /// Presses a key and waits until the line that is chosen has these words.
    private static void choose(Pty terminal, String key, String words) {
        terminal.type(key);
        terminal.awaitScreen(
                "the choice of " + words,
                LIMIT,
                text -> text.lines().anyMatch(row -> row.startsWith("> ") && row.contains(words)));
    }

    private static void assertAsFound(Pty terminal) {
        assertThat(terminal.settingsAfter()).isEqualTo(terminal.settingsBefore());
        assertThat(terminal.leftovers()).isEmpty();
    }

    private Pty resume(int columns, int rows, Map<String, String> more) {
        return start(List.of("resume"), columns, rows, more);
    }

    private Pty hapi(int columns, int rows, Map<String, String> more) {
        return start(List.of(), columns, rows, more);
    }

    private Pty start(List<String> words, int columns, int rows, Map<String, String> more) {
        Map<String, String> additions = new TreeMap<>(cli.additions());
        additions.put("PATH", path(agents));
        additions.putAll(more);
        return Pty.start(
                stage,
                Edition.OURS.command(words.toArray(String[]::new)),
                project,
                additions,
                columns,
                rows);
    }

    /// Only what every system has: no agent of the machine that runs the test.
    private static String path(Path folder) {
        return String.join(File.pathSeparator, folder.toString(), "/usr/bin", "/bin");
    }

    private void agent(String name) throws IOException {
        Path program = agents.resolve(name);
        Files.writeString(
                program,
                """
                #!/bin/sh
                echo "%s was started with $*"
                stty raw -echo
                dd bs=1 count=1 >/dev/null 2>&1
                exit 7
                """
                        .formatted(name));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private ObjectNode session(String title) {
        ObjectNode body = Json.object().put("tag", UUID.randomUUID().toString());
        body.putObject("metadata")
                .put("path", project.toString())
                .put("host", "box")
                .put("machineId", "m-1")
                .put("flavor", "claude")
                .put("claudeSessionId", "agent-of-" + title.length())
                .put("name", title);
        body.putObject("agentState");
        return body;
    }
}
