package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ModelRequest;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An ended session that goes on: the runner starts Claude with its old conversation and the chat
/// stays one, whoever made the command line and the hub. The id may become another one, so it is
/// taken from the hub's answer, as the published web client does.
@TestInstance(Lifecycle.PER_CLASS)
abstract class ResumeContract {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = Stage.shared();

    private HubProcess hub;
    private String machine;

    abstract Edition cliEdition();

    abstract Edition hubEdition();

    @BeforeAll
    void startHubAndRunner() {
        hub = HubProcess.start(stage, hubEdition());
        HapiCli.of(stage, cliEdition(), hub).runner();
        machine = hub.client().awaitMachine(LIMIT);
    }

    @Test
    void archivedSessionKeepsItsChatAndItsConversation() {
        SteeredSession first = talked("archived");
        String agentSession = agentSession(first);
        first.archive().ok();
        first.awaitInactive();

        SteeredSession second = follow(first, "/resume", Json.object());

        goesOn(first, second, "archived", agentSession);
        assertThat(second.state().at("/metadata/lifecycleState").asString()).isEqualTo("running");
        assertThat(second.state().path("metadata").has("archiveReason")).isFalse();
    }

    @Test
    void sessionIsReopenedOutOfTheArchive() {
        SteeredSession first = talked("reopened");
        String agentSession = agentSession(first);
        first.archive().ok();
        first.awaitInactive();

        SteeredSession second = follow(first, "/reopen", Json.object());

        goesOn(first, second, "reopened", agentSession);
    }

    /// What the published web client does when somebody types into a chat whose process is gone.
    @Test
    void sessionWhoseProcessDiedGoesOnWhenSomebodyTypes() {
        SteeredSession first = talked("died");
        first.awaitPermissionMode("acceptEdits");
        String agentSession = agentSession(first);
        process(first).destroyForcibly();
        first.awaitInactive();
        assertThat(first.send("too early", "local-early").status()).isEqualTo(409);

        SteeredSession second =
                follow(first, "/resume", Json.object().put("permissionMode", "acceptEdits"));

        goesOn(first, second, "died", agentSession);
        assertThat(second.state().path("permissionMode").asString()).isEqualTo("acceptEdits");
    }

    @Test
    void sessionIsResumedAgainAndAgain() {
        SteeredSession session = talked("again");
        String agentSession = agentSession(session);
        for (int round = 1; round <= 2; round++) {
            session.archive().ok();
            session.awaitInactive();
            session = follow(session, "/resume", Json.object());
            session.awaitActive();
            session.deliver("again round " + round);
            session.awaitLine("agent: I got: again round " + round);
        }

        assertThat(session.transcript().stream().filter(line -> line.startsWith("user: ")))
                .containsExactly(
                        "user: again the first words",
                        "user: again round 1",
                        "user: again round 2");
        assertThat(agentSession(session)).isEqualTo(agentSession);
        assertThat(sessionsIn("again")).hasSize(1);
    }

    @Test
    void resumeOfARunningSessionAnswersItsIdAndStartsNothing() {
        SteeredSession session = talked("running");

        JsonNode answer = post(session, "/resume", Json.object()).ok();

        assertThat(answer.path("sessionId").asString()).isEqualTo(session.id());
        assertThat(sessionsIn("running")).hasSize(1);
    }

    private SteeredSession talked(String name) {
        SteeredSession session = hub.client().spawnActive(machine, stage.folder(name), "claude");
        session.send(name + " the first words");
        session.awaitLine("agent: I got: " + name + " the first words");
        session.awaitReady(1);
        return session;
    }

    /// The chat is whole, the next prompt is answered in it, and the agent knows what was said.
    private void goesOn(
            SteeredSession first, SteeredSession second, String name, String agentSession) {
        second.awaitActive();
        String prompt = name + " the second words";
        second.deliver(prompt);
        second.awaitLine("agent: I got: " + prompt);
        ModelRequest asked =
                stage.model().awaitRequest(LIMIT, talk -> talk.prompt().equals(prompt));
        assertThat(asked.body().toString())
                .as("the agent has its old conversation")
                .contains(name + " the first words");
        List<String> chat = second.transcript();
        assertThat(chat.stream().filter(line -> line.startsWith("user: ")))
                .containsExactly("user: " + name + " the first words", "user: " + prompt);
        assertThat(chat.stream().filter(line -> line.startsWith("agent: I got: ")))
                .containsExactly(
                        "agent: I got: " + name + " the first words", "agent: I got: " + prompt);
        assertThat(agentSession).isNotEmpty();
        assertThat(agentSession(second)).isEqualTo(agentSession);
        assertThat(sessionsIn(name)).hasSize(1);
        if (!first.id().equals(second.id())) {
            assertThat(hub.client().get("/api/sessions/" + first.id()).status()).isEqualTo(404);
        }
    }

    private SteeredSession follow(SteeredSession ended, String route, ObjectNode body) {
        JsonNode answer = post(ended, route, body).ok();
        return hub.client().steer(answer.path("sessionId").asString());
    }

    private HubClient.Answer post(SteeredSession session, String route, ObjectNode body) {
        return hub.client().post("/api/sessions/" + session.id() + route, body);
    }

    private List<String> sessionsIn(String name) {
        return hub.client().sessions().stream()
                .filter(it -> it.at("/metadata/path").asString("").endsWith("/" + name))
                .map(it -> it.path("id").asString())
                .toList();
    }

    /// The process of a session that this stage has started.
    private static ProcessHandle process(SteeredSession session) {
        return ProcessHandle.of(session.state().at("/metadata/hostPid").asLong()).orElseThrow();
    }

    private static String agentSession(SteeredSession session) {
        return await("the agent's own session id")
                .atMost(LIMIT)
                .until(
                        () -> session.state().at("/metadata/claudeSessionId").asString(""),
                        id -> !id.isEmpty());
    }
}
