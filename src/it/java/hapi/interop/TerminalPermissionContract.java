package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/// What the real Claude Code asks on its own screen can be answered there or from a phone, once,
/// while the terminal stays in control.
abstract class TerminalPermissionContract {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CLAUDE_SCREEN = "? for shortcuts";

    /// What only the dialog shows.
    private static final String DIALOG = "Esc to cancel";

    @RegisterExtension final Stage stage = new Stage();

    abstract Edition hubEdition();

    @Test
    void questionOnTheScreenIsAnsweredOnTheTerminalOrFromThePhone() {
        HubProcess hub = HubProcess.start(stage, hubEdition());
        HapiCli cli = HapiCli.of(stage, Edition.OURS, hub);
        Path project = stage.folder("project");
        Pty terminal = cli.terminalSession(project);
        terminal.awaitText(CLAUDE_SCREEN, LIMIT);
        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);
        session.awaitControlledByUser(true);

        allowFromThePhone(terminal, session, project);
        refuseOnTheTerminal(terminal, session);
        allowOnTheTerminal(terminal, session);
        refuseFromThePhone(terminal, session);
        answerFromThePhone(terminal, session);

        assertThat(session.state().path("agentState").path("controlledByUser").asBoolean())
                .as("the terminal was never taken over")
                .isTrue();
        assertThat(session.openRequests()).isEmpty();
        assertThat(session.transcript())
                .as("a reason that arrived is not repeated as a prompt")
                .noneMatch(line -> line.startsWith("user: Refused:"));
    }

    private void allowFromThePhone(Pty terminal, SteeredSession session, Path project) {
        say(terminal, ClaudeScenario.RUN_NEXT_COMMAND);
        terminal.awaitText(DIALOG, LIMIT);
        PermissionRequest request = session.awaitRequest("Bash");
        assertThat(request.arguments().path("command").asString())
                .isEqualTo(ClaudeScenario.NEXT_COMMAND);

        session.approve(request, Json.object()).ok();

        terminal.awaitText(ClaudeScenario.COMMAND_DONE, LIMIT);
        assertThat(terminal.screen()).doesNotContain(DIALOG);
        assertThat(Files.exists(project.resolve("made-by-agent.txt"))).isTrue();
        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("approved");
        session.awaitLine("agent: " + ClaudeScenario.COMMAND_DONE);
        assertThat(session.approve(request, Json.object()).status()).isEqualTo(404);
    }

    private void refuseOnTheTerminal(Pty terminal, SteeredSession session) {
        say(terminal, ClaudeScenario.WRITE_FILE);
        terminal.awaitText(DIALOG, LIMIT);
        PermissionRequest request = session.awaitRequest("Write");

        terminal.type(Pty.ESCAPE);

        assertThat(session.awaitDecided(request).path("reason").asString())
                .isEqualTo("Answered in the terminal");
        assertThat(session.approve(request, Json.object()).status()).isEqualTo(404);
        awaitPrompt(terminal);
    }

    private void allowOnTheTerminal(Pty terminal, SteeredSession session) {
        say(terminal, ClaudeScenario.WRITE_FILE);
        terminal.awaitText(DIALOG, LIMIT);
        PermissionRequest request = session.awaitRequest("Write");

        terminal.type(Pty.ENTER);

        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("approved");
        terminal.awaitText(ClaudeScenario.WRITTEN, LIMIT);
        awaitPrompt(terminal);
    }

    private void refuseFromThePhone(Pty terminal, SteeredSession session) {
        say(terminal, ClaudeScenario.RUN_COMMAND);
        terminal.awaitText(DIALOG, LIMIT);
        PermissionRequest request = session.awaitRequest("Bash");

        session.deny(request, Json.object().put("reason", "not from here")).ok();

        terminal.awaitText("Denied by", LIMIT);
        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("denied");
        session.awaitLine("agent: " + ClaudeScenario.REFUSED);
        awaitPrompt(terminal);
    }

    private void answerFromThePhone(Pty terminal, SteeredSession session) {
        say(terminal, ClaudeScenario.ASK);
        terminal.awaitText(ClaudeScenario.QUESTION, LIMIT);
        PermissionRequest request = session.awaitRequest("AskUserQuestion");
        ObjectNode answer = Json.object();
        answer.putObject("answers").putArray("0").add("Blue");

        session.approve(request, answer).ok();

        assertThat(session.awaitLine("agent: " + ClaudeScenario.ANSWERED)).contains("Blue");
    }

    private static void awaitPrompt(Pty terminal) {
        terminal.awaitScreen(
                "Claude Code waiting",
                LIMIT,
                text -> text.contains(CLAUDE_SCREEN) && !text.contains(DIALOG));
    }

    private static void say(Pty terminal, String words) {
        terminal.type(words);
        terminal.awaitText(words, LIMIT);
        terminal.type(Pty.ENTER);
    }
}
