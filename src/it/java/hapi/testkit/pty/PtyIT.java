package hapi.testkit.pty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.testkit.agent.Agents;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PtyIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration AGENT = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void shellSeesARealTerminalOfTheGivenSize() {
        Pty pty = shell("test -t 0 && test -t 1 && stty size");

        pty.awaitText("40 120", SOON);

        assertThat(pty.awaitEnd(SOON)).isZero();
        assertThat(pty.settingsAfter()).isEqualTo(pty.settingsBefore()).contains("icanon");
        assertThat(pty.leftovers()).isEmpty();
    }

    @Test
    void typedKeysReachTheProgram() {
        Pty pty = shell("read line; echo \"you said $line\"");

        pty.type("good day" + Pty.ENTER);

        pty.awaitText("you said good day", SOON);
    }

    @Test
    void programThatLeavesTheTerminalRawIsFoundOut() {
        Pty pty = shell("stty raw -echo; printf '\\033[?1049h\\033[?25l'");

        pty.awaitEnd(SOON);

        assertThat(pty.settingsAfter()).isNotEqualTo(pty.settingsBefore()).contains("-icanon");
        assertThat(pty.leftovers()).containsExactly("hidden cursor", "alternate screen");
    }

    @Test
    void interruptEndsTheProgramAndTheSettingsAreStillRead() {
        Pty pty = shell("echo ready; exec sleep 300");
        pty.awaitText("ready", SOON);

        pty.type(Pty.CTRL_C);

        assertThat(pty.awaitEnd(SOON)).isEqualTo(130);
        assertThat(pty.settingsAfter()).isEqualTo(pty.settingsBefore());
    }

    @Test
    void waitingForTextThatNeverComesShowsTheScreen() {
        Pty pty = shell("echo something else; exec sleep 300");
        pty.awaitText("something else", SOON);

        assertThatThrownBy(() -> pty.awaitText("never", Duration.ofMillis(50)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("something else");
    }

    @Test
    void realClaudeCodeTalksToTheScriptedModelInTheTerminal() {
        Path project = stage.folder("project");
        stage.claudeHome().trust(project);
        Pty pty =
                Pty.start(
                        stage,
                        List.of(Agents.claude().toString()),
                        project,
                        stage.claudeHome().environment());
        pty.awaitText("? for shortcuts", AGENT);

        pty.type("hello from the keyboard");
        pty.awaitText("hello from the keyboard", AGENT);
        pty.type(Pty.ENTER);

        pty.awaitText("I got: hello from the keyboard", AGENT);
        pty.type(Pty.CTRL_C);
        pty.awaitText("again to exit", AGENT);
        pty.type(Pty.CTRL_C);
        pty.awaitEnd(AGENT);
        assertThat(pty.settingsAfter()).isEqualTo(pty.settingsBefore());
        assertThat(pty.leftovers()).isEmpty();
    }

    private Pty shell(String script) {
        return Pty.start(stage, List.of("sh", "-c", script), stage.folder("work"), Map.of());
    }
}
