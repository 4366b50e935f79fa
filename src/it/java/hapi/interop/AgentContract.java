package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.agent.AgentCase;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.AgentScenario;
import hapi.testkit.model.ModelRequest;
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

/// What our command line promises of every agent but Claude Code, whoever made the hub: a real
/// agent, started by the runner, steered over REST. One hub and one runner for all tests, a session
/// of its own for each.
@TestInstance(Lifecycle.PER_CLASS)
abstract class AgentContract {
    static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = Stage.shared();

    private HubProcess hub;
    private String machine;

    abstract AgentCase agent();

    Edition hubEdition() {
        return Edition.OURS;
    }

    @BeforeAll
    void startHubAndRunner() {
        stage.play(agent().scenario());
        hub = HubProcess.start(stage, hubEdition());
        HapiCli.with(agent(), stage, Edition.OURS, hub).runner();
        machine = hub.client().awaitMachine(LIMIT);
    }

    @Test
    void textAndASecondTurnAreAnsweredInOneConversation() {
        SteeredSession session = spawn("text");

        session.send("the first words");
        session.awaitLine("agent: I got: the first words");
        session.awaitReady(1);
        session.send("the second words");
        session.awaitLine("agent: I got: the second words");
        session.awaitReady(2);

        assertThat(told("the second words").body().toString()).contains("the first words");
    }

    @Test
    void allowedCommandRunsAndTheFinalTextArrives() {
        SteeredSession session = spawn("allow");
        session.send(AgentScenario.RUN_COMMAND);

        PermissionRequest request = session.awaitQuestion();
        assertThat(request.arguments().toString()).contains(AgentScenario.COMMAND);
        session.approve(request, Json.object()).ok();

        session.awaitLine("agent: " + AgentScenario.COMMAND_DONE);
        session.awaitReady(1);
        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("approved");
        assertThat(session.openRequests()).isEmpty();
        assertThat(stage.folder("allow").resolve(AgentScenario.COMMAND_FILE)).exists();
    }

    @Test
    void refusedCommandDoesNotRunAndTheReasonReachesTheAgent() {
        SteeredSession session = spawn("deny");
        session.send(AgentScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitQuestion();

        session.deny(request, Json.object().put("reason", "it is not the day for it")).ok();

        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("denied");
        if (hubEdition() == Edition.OURS) {
            session.awaitAgentSaid("it is not the day for it");
        }
        session.send("are you still there");
        session.awaitLine("agent: I got: are you still there");
        assertThat(stage.folder("deny").resolve(AgentScenario.COMMAND_FILE)).doesNotExist();
    }

    @Test
    void commandAllowedForTheSessionIsNotAskedAgain() throws IOException {
        SteeredSession session = spawn("always");
        session.send(AgentScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitQuestion();
        session.approve(request, Json.object().put("decision", "approved_for_session")).ok();
        session.awaitReady(1);

        session.send(AgentScenario.RUN_COMMAND);
        session.awaitReady(2);

        assertThat(Files.readAllLines(stage.folder("always").resolve(AgentScenario.COMMAND_FILE)))
                .hasSize(2);
    }

    @Test
    void stoppedTurnEndsAndTheNextPromptIsAnswered() {
        SteeredSession session = spawn("abort");
        session.send(AgentScenario.SLOW);
        told(AgentScenario.SLOW);

        session.abort().ok();

        session.awaitLine("event: message Aborted by user");
        session.send("are you still there");
        session.awaitLine("agent: I got: are you still there");
        assertThat(session.transcript()).noneMatch(l -> l.contains(AgentScenario.SLOW_END));
    }

    @Test
    void stoppedQuestionIsClosedAndItsCommandDoesNotRun() {
        SteeredSession session = spawn("abort-question");
        session.send(AgentScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitQuestion();

        session.abort().ok();

        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("canceled");
        session.send("are you still there");
        session.awaitLine("agent: I got: are you still there");
        assertThat(stage.folder("abort-question").resolve(AgentScenario.COMMAND_FILE))
                .doesNotExist();
    }

    @Test
    void changeOfAFileIsShownBeforeItIsAllowed() {
        SteeredSession session = spawn("edit");
        session.send(AgentScenario.WRITE_FILE);

        PermissionRequest request = session.awaitQuestion();
        assertThat(request.arguments().toString())
                .contains(AgentScenario.NOTE_FILE, "first line", "second line");
        session.approve(request, Json.object()).ok();

        session.awaitLine("agent: " + AgentScenario.WRITTEN);
        assertThat(stage.folder("edit").resolve(AgentScenario.NOTE_FILE))
                .hasContent(AgentScenario.NOTE);
    }

    @Test
    void thinkingAndTheTitleSetByTheAgentArrive() {
        SteeredSession session = spawn("title");

        session.send(AgentScenario.THINK);
        session.awaitLine("agent: " + AgentScenario.THOUGHT_DONE);
        session.send(AgentScenario.TITLE_PROMPT);
        session.awaitLine("agent: " + AgentScenario.TITLE_DONE);

        assertThat(session.transcript()).contains("thinking: " + AgentScenario.THOUGHT);
        assertThat(session.state().at("/metadata/summary/text").asString())
                .isEqualTo(AgentScenario.TITLE);
        assertThat(session.openRequests()).isEmpty();
    }

    @Test
    void failureOfATurnReachesTheChatAndTheSessionGoesOn() {
        SteeredSession session = spawn("fail");
        session.send(AgentScenario.FAIL);

        session.awaitLine(AgentScenario.FAILURE);
        session.send("are you still there");
        session.awaitLine("agent: I got: are you still there");
    }

    @Test
    void sessionWhoseCommandLineEndedGoesOnWithItsConversation() {
        SteeredSession first = spawn("resume");
        first.send("the first words");
        first.awaitLine("agent: I got: the first words");
        first.awaitReady(1);
        String agentSession = agentSession(first);
        SteeredSession second = endedAndResumed(first);
        second.deliver("what did I say");

        second.awaitLine("agent: I got: what did I say");
        assertThat(told("what did I say").body().toString()).contains("the first words");
        assertThat(agentSession(second)).isEqualTo(agentSession);
        assertThat(second.transcript().stream().filter(line -> line.startsWith("user: ")))
                .containsExactly("user: the first words", "user: what did I say");
    }

    /// The session of the same conversation after the command line of the first has ended.
    SteeredSession endedAndResumed(SteeredSession first) {
        first.archive().ok();
        first.awaitInactive();
        JsonNode answer =
                hub.client().post("/api/sessions/" + first.id() + "/resume", Json.object()).ok();
        SteeredSession second = hub.client().steer(answer.path("sessionId").asString());
        second.awaitActive();
        return second;
    }

    /// A new session in a folder of this name, ready to be steered.
    SteeredSession spawn(String folder) {
        Path project = stage.folder(folder);
        return hub.client().spawnActive(machine, project, agent().flavor());
    }

    HubProcess hub() {
        return hub;
    }

    String machine() {
        return machine;
    }

    ModelRequest told(String prompt) {
        return stage.model().awaitRequest(LIMIT, talk -> talk.prompt().equals(prompt));
    }

    String agentSession(SteeredSession session) {
        String path = "/metadata/" + agent().sessionIdKey();
        return await("the agent's own session id")
                .atMost(LIMIT)
                .until(() -> session.state().at(path).asString(""), id -> !id.isEmpty());
    }
}
