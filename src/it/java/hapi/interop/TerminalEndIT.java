package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// However a session ends, the terminal is left as it was found. In the agent's place stands a
/// program that leaves everything switched on and never cleans up.
class TerminalEndIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String RED = "\033[31m";

    /// Ends with code 7 when a key is pressed.
    private static final String RUDE_SCREEN =
            """
            #!/bin/sh
            stty raw -echo
            printf '\\033[?1049h\\033[?25l\\033[?1002h\\033[?1006h\\033[?2004h\\033[>1u\\033[31mSCREEN IS UP'
            dd bs=1 count=1 >/dev/null 2>&1
            exit 7
            """;

    @RegisterExtension final Stage stage = new Stage();

    private HubProcess hub;
    private Path agent;

    @BeforeEach
    void start() throws IOException {
        hub = HubProcess.start(stage, Edition.OURS);
        agent = stage.folder("agent").resolve("claude");
        Files.writeString(agent, RUDE_SCREEN);
        assertThat(agent.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void killedAgentAndThenATerminatedSession() {
        Pty killed = session();
        killed.awaitText("SCREEN IS UP", LIMIT);
        agentOf(killed).destroyForcibly();
        assertThat(killed.awaitEnd(LIMIT)).as("the code of a killed program").isEqualTo(137);
        assertClean(killed);

        Pty terminated = session();
        terminated.awaitText("SCREEN IS UP", LIMIT);
        ProcessHandle screen = agentOf(terminated);
        terminated.program().destroy();
        terminated.awaitEnd(LIMIT);
        assertClean(terminated);
        assertThat(screen.isAlive()).isFalse();
    }

    @Test
    @Tag("full")
    void agentThatFailsPassesItsCodeOn() {
        Pty terminal = session();
        terminal.awaitText("SCREEN IS UP", LIMIT);

        terminal.type("x");

        assertThat(terminal.awaitEnd(LIMIT)).isEqualTo(7);
        assertClean(terminal);
    }

    @Test
    @Tag("full")
    void hubThatIsGoneKeepsNobody() {
        Pty terminal = session();
        terminal.awaitText("SCREEN IS UP", LIMIT);
        hub.kill();

        terminal.type("x");

        assertThat(terminal.awaitEnd(LIMIT)).isEqualTo(7);
        assertClean(terminal);
    }

    @Test
    @Tag("full")
    void remoteScreenIsLeftCleanWhateverEndsIt() {
        Pty terminated = session("--hapi-starting-mode", "remote");
        terminated.awaitText("Space twice", LIMIT);
        terminated.program().destroy();
        terminated.awaitEnd(LIMIT);
        assertClean(terminated);

        Pty alone = session("--hapi-starting-mode", "remote");
        alone.awaitText("Space twice", LIMIT);
        hub.kill();
        alone.type(Pty.CTRL_C);
        alone.awaitText("again to exit", LIMIT);
        alone.type(Pty.CTRL_C);
        assertThat(alone.awaitEnd(LIMIT)).isZero();
        assertClean(alone);
    }

    private Pty session(String... more) {
        HapiCli cli = HapiCli.of(stage, Edition.OURS, hub);
        Map<String, String> additions = new TreeMap<>(cli.additions());
        additions.put("HAPI_CLAUDE_PATH", agent.toString());
        String[] words = new String[more.length + 1];
        words[0] = "claude";
        System.arraycopy(more, 0, words, 1, more.length);
        return Pty.start(stage, Edition.OURS.command(words), stage.folder("project"), additions);
    }

    private static ProcessHandle agentOf(Pty terminal) {
        return terminal.program()
                .descendants()
                .filter(process ->
                        process.info().arguments().stream()
                                .flatMap(java.util.Arrays::stream)
                                .anyMatch("--settings"::equals))
                .findFirst()
                .orElseThrow();
    }

    private static void assertClean(Pty terminal) {
        assertThat(terminal.settingsAfter()).isEqualTo(terminal.settingsBefore());
        assertThat(terminal.leftovers()).isEmpty();
        assertThat(terminal.output().lastIndexOf("\033[0m"))
                .as("colours are put back")
                .isGreaterThan(terminal.output().lastIndexOf(RED));
    }
}
