package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.model.ModelRequest;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// What a person set, on the phone or on Claude's own screen, holds wherever the session goes. What
/// the real Claude Code runs with is read from its requests to the model.
@Tag("full")
class HandoverSettingsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SHIFT_TAB = "\u001b[Z";
    private static final String EDITS_SCREEN = "accept edits on";

    @RegisterExtension final Stage stage = new Stage();

    private HubProcess hub;
    private Path project;
    private Pty terminal;
    private SteeredSession session;

    @BeforeEach
    void startInATerminal() {
        hub = HubProcess.start(stage, Edition.OURS);
        project = stage.folder("project");
        terminal =
                HapiCli.of(stage, Edition.OURS, hub)
                        .terminalSession(project, "--model", "sonnet", "--effort", "low");
        terminal.awaitText("? for shortcuts", LIMIT);
        session = hub.client().awaitSessionIn(project, LIMIT);
        session.awaitControlledByUser(true);
    }

    @Test
    void settingsAndAWaitingPromptSurviveEveryHandOver() {
        sayInTerminal("typed at first");
        assertRunsWith("typed at first", "claude-sonnet", "low");

        session.send(ClaudeScenario.HANG);
        assertRunsWith(ClaudeScenario.HANG, "claude-sonnet", "low");
        session.awaitControlledByUser(false);
        set("model", Json.object().put("model", "opus"));
        set("effort", Json.object().put("effort", "high"));
        set("permission-mode", Json.object().put("mode", "acceptEdits"));
        session.send("waiting words");
        askForTheTerminal();
        session.awaitLine("agent: I got: waiting words");
        assertRunsWith("waiting words", "claude-opus", "high");

        session.awaitQuietAfter("agent: I got: waiting words", 1);
        askForTheTerminal();
        terminal.awaitScreen(
                "Claude Code in the mode of the phone",
                LIMIT,
                text -> text.contains("I got: waiting words") && text.contains(EDITS_SCREEN));
        session.awaitControlledByUser(true);
        sayInTerminal("typed again");
        assertRunsWith("typed again", "claude-opus", "high");

        session.send(ClaudeScenario.WRITE_FILE);
        session.awaitLine("agent: " + ClaudeScenario.WRITTEN);
        assertRunsWith(ClaudeScenario.WRITE_FILE, "claude-opus", "high");
        assertSettings("opus", "high", "acceptEdits");
        assertThat(project.resolve(ClaudeScenario.NOTE_FILE)).as("nobody was asked").exists();
        assertThat(session.transcript().stream().filter("user: waiting words"::equals)).hasSize(1);
        assertThat(session.transcript().stream().filter("agent: I got: waiting words"::equals))
                .hasSize(1);
    }

    @Test
    void whatIsSetOnClaudesScreenHoldsOnThePhone() {
        // Before the first prompt: later Claude asks whether one means it.
        command("/model opus", "Set model to");
        awaitSetting("model", "opus");
        command("/effort high", "Set effort level to high");
        awaitSetting("effort", "high");
        sayInTerminal("typed at first");
        terminal.type(SHIFT_TAB);
        terminal.awaitText(EDITS_SCREEN, LIMIT);

        session.send(ClaudeScenario.WRITE_FILE);
        session.awaitLine("agent: " + ClaudeScenario.WRITTEN);

        assertRunsWith(ClaudeScenario.WRITE_FILE, "claude-opus", "high");
        assertSettings("opus", "high", "acceptEdits");
        assertThat(project.resolve(ClaudeScenario.NOTE_FILE)).as("nobody was asked").exists();
    }

    private void set(String what, JsonNode body) {
        hub.client().post("/api/sessions/%s/%s".formatted(session.id(), what), body).ok();
    }

    private void assertRunsWith(String prompt, String model, String effort) {
        ModelRequest request =
                stage.model().awaitRequest(LIMIT, asked -> asked.prompt().equals(prompt));
        assertThat(request.conversation().model()).startsWith(model);
        assertThat(request.body().at("/output_config/effort").asString("")).isEqualTo(effort);
    }

    private void assertSettings(String model, String effort, String mode) {
        JsonNode state = session.state();
        assertThat(state.path("model").asString("")).isEqualTo(model);
        assertThat(state.path("effort").asString("")).isEqualTo(effort);
        assertThat(state.path("permissionMode").asString("")).isEqualTo(mode);
    }

    private void awaitSetting(String key, String value) {
        await("the " + key + " of the screen")
                .atMost(LIMIT)
                .until(() -> session.state().path(key).asString("").equals(value));
    }

    private void command(String words, String answer) {
        terminal.type(words);
        terminal.awaitText(words, LIMIT);
        terminal.type(Pty.ENTER);
        terminal.awaitText(answer, LIMIT);
    }

    private void sayInTerminal(String words) {
        terminal.type(words);
        terminal.awaitText(words, LIMIT);
        terminal.type(Pty.ENTER);
        session.awaitQuietAfter("agent: I got: " + words, 1);
    }

    private void askForTheTerminal() {
        terminal.type(" ");
        terminal.awaitText("pace again to", LIMIT);
        terminal.type(" ");
    }
}
