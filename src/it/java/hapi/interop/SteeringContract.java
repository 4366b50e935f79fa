package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A real Claude Code session steered over REST, whoever made the command line and the hub. One hub
/// and one runner for all tests, a session of its own for each.
@TestInstance(Lifecycle.PER_CLASS)
abstract class SteeringContract {
    private static final Duration START = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = Stage.shared();

    private HubProcess hub;
    private HapiCli cli;
    private String machine;

    abstract Edition cliEdition();

    abstract Edition hubEdition();

    @BeforeAll
    void startHubAndRunner() {
        hub = HubProcess.start(stage, hubEdition());
        cli = HapiCli.of(stage, cliEdition(), hub);
        cli.runner();
        machine = hub.client().awaitMachine(START);
    }

    @Test
    void allowedCommandRunsAndTheFinalTextArrives() {
        Path project = stage.folder("allow");
        SteeredSession session = spawn(project);
        session.send(ClaudeScenario.RUN_COMMAND);

        PermissionRequest request = session.awaitRequest("Bash");
        assertThat(request.arguments().path("command").asString())
                .isEqualTo(ClaudeScenario.COMMAND);
        session.approve(request, Json.object()).ok();

        session.awaitLine("agent: " + ClaudeScenario.COMMAND_DONE);
        session.awaitReady(1);
        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("approved");
        assertThat(session.openRequests()).isEmpty();
        assertThat(project.resolve("made-by-agent.txt")).exists();
    }

    @Test
    void refusedCommandDoesNotRunAndTheSessionGoesOn() {
        Path project = stage.folder("deny");
        SteeredSession session = spawn(project);
        session.send(ClaudeScenario.RUN_COMMAND);

        PermissionRequest request = session.awaitRequest("Bash");
        session.deny(request, Json.object()).ok();

        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("denied");
        session.send("are you still there");
        session.awaitLine("agent: I got: are you still there");
        assertThat(project.resolve("made-by-agent.txt")).doesNotExist();
    }

    @Test
    void secondDecisionOfTheSameQuestionIsNotFound() {
        SteeredSession session = spawn(stage.folder("twice"));
        session.send(ClaudeScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitRequest("Bash");
        session.approve(request, Json.object()).ok();
        session.awaitDecided(request);

        assertThat(session.deny(request, Json.object()).status()).isEqualTo(404);
    }

    @Test
    void commandAllowedForTheSessionIsNotAskedAgain() throws IOException {
        Path project = stage.folder("always");
        SteeredSession session = spawn(project);
        session.send(ClaudeScenario.RUN_NEXT_COMMAND);
        PermissionRequest request = session.awaitRequest("Bash");
        ObjectNode answer = Json.object();
        answer.putArray("allowTools").add("Bash(" + ClaudeScenario.NEXT_COMMAND + ")");
        session.approve(request, answer).ok();
        session.awaitReady(1);

        session.send(ClaudeScenario.RUN_NEXT_COMMAND);
        session.awaitReady(2);

        assertThat(Files.readAllLines(project.resolve("made-by-agent.txt")))
                .containsExactly("second-command", "second-command");
    }

    @Test
    void answerToAQuestionReachesTheAgent() {
        SteeredSession session = spawn(stage.folder("ask"));
        session.send(ClaudeScenario.ASK);

        PermissionRequest request = session.awaitRequest("AskUserQuestion");
        assertThat(request.arguments().path("questions").path(0).path("question").asString())
                .isEqualTo(ClaudeScenario.QUESTION);
        ObjectNode answer = Json.object();
        answer.putObject("answers").putArray("0").add("Blue");
        session.approve(request, answer).ok();

        assertThat(session.awaitLine("agent: " + ClaudeScenario.ANSWERED)).contains("Blue");
        JsonNode decided = session.awaitDecided(request);
        assertThat(decided.path("answers").path("0").path(0).asString()).isEqualTo("Blue");
    }

    @Test
    void approvedPlanLeavesPlanMode() {
        SteeredSession session = spawn(stage.folder("plan"));
        session.awaitPermissionMode("plan");
        session.send(ClaudeScenario.PLAN);

        PermissionRequest request = session.awaitRequest("ExitPlanMode");
        assertThat(request.arguments().path("plan").asString()).isEqualTo(ClaudeScenario.PLAN_TEXT);
        session.approve(request, Json.object().put("mode", "acceptEdits")).ok();

        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("approved");
        session.awaitReady(1);
        assertThat(session.state().path("permissionMode").asString()).isEqualTo("acceptEdits");
        assertThat(session.transcript())
                .anyMatch(line -> line.startsWith("agent: "))
                .noneMatch(line -> line.contains("STOP IMMEDIATELY"));
    }

    @Test
    void fileIsWrittenAndEditedWithoutAQuestionInAcceptEdits() {
        Path project = stage.folder("edit");
        SteeredSession session = spawn(project);
        session.awaitPermissionMode("acceptEdits");

        session.send(ClaudeScenario.WRITE_FILE);
        session.awaitLine("agent: " + ClaudeScenario.WRITTEN);
        session.send(ClaudeScenario.EDIT_FILE);
        session.awaitLine("agent: " + ClaudeScenario.EDITED);

        assertThat(project.resolve(ClaudeScenario.NOTE_FILE))
                .hasContent("first line\nanother line\nthird line\n");
    }

    @Test
    void stoppedTurnEndsAndTheNextPromptIsAnswered() {
        SteeredSession session = spawn(stage.folder("abort"));
        session.send(ClaudeScenario.SLOW);
        stage.model().awaitRequest(START, c -> c.prompt().equals(ClaudeScenario.SLOW));

        session.abort().ok();

        session.awaitLine("event: message Aborted by user");
        session.send("are you still there");
        session.awaitLine("agent: I got: are you still there");
        assertThat(session.transcript()).noneMatch(l -> l.contains(ClaudeScenario.SLOW_END));
    }

    @Test
    void thinkingAndTheTitleSetByTheAgentArrive() {
        SteeredSession session = spawn(stage.folder("title"));

        session.send(ClaudeScenario.TITLE_PROMPT);
        session.awaitLine("agent: " + ClaudeScenario.TITLE_DONE);
        session.send(ClaudeScenario.THINK);
        session.awaitLine("agent: " + ClaudeScenario.THOUGHT_DONE);

        assertThat(session.transcript()).contains("thinking: " + ClaudeScenario.THOUGHT);
        assertThat(session.state().path("metadata").path("summary").path("text").asString())
                .isEqualTo(ClaudeScenario.TITLE);
    }

    @Test
    void longAnswerArrivesWhole() {
        SteeredSession session = spawn(stage.folder("long"));

        session.send(ClaudeScenario.LONG);

        assertThat(session.awaitLine(ClaudeScenario.LONG_END).lines())
                .hasSize(ClaudeScenario.LONG_LINES + 1);
    }

    @Test
    void sessionStartedByHandIsSteeredAndArchived() {
        Path project = stage.folder("by-hand");
        Program program = cli.remoteSession(project);
        SteeredSession session = hub.client().awaitSessionIn(project, START);

        session.send("hello by hand");
        session.awaitLine("agent: I got: hello by hand");
        session.archive().ok();

        session.awaitInactive();
        assertThat(program.awaitEnd(Duration.ofSeconds(20))).isZero();
    }

    /// A new session in a folder, ready to be steered.
    SteeredSession spawn(Path project) {
        return hub.client().spawnActive(machine, project, "claude");
    }
}
