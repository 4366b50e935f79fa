package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.EventStream;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Namespace `b` cannot see, name, subscribe to, call into or register anything of namespace `a`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceWallIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private HubClient a;
    private HubClient b;
    private String sessionOfA;
    private String machineOfA;
    private SocketPeer cliOfA;

    @BeforeAll
    void fillNamespaceA() {
        hub = HubProcess.start(stage, Edition.OURS);
        a = stage.keep(hub.client().inNamespace("a"));
        b = stage.keep(hub.client().inNamespace("b"));
        machineOfA = UUID.randomUUID().toString();
        ObjectNode machine = Json.object().put("id", machineOfA);
        machine.putObject("metadata")
                .put("host", "h")
                .put("platform", "linux")
                .put("happyCliVersion", "0");
        a.send("POST", "/cli/machines", machine, hub.token() + ":a").ok();
        ObjectNode session = Json.object().put("tag", "tag-1");
        session.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        sessionOfA =
                a.send("POST", "/cli/sessions", session, hub.token() + ":a")
                        .ok()
                        .path("session")
                        .path("id")
                        .asString();
        cliOfA = socket("a", Map.of("sessionId", sessionOfA, "clientType", "session-scoped"));
        cliOfA.answering(request -> Json.object().put("success", true));
        cliOfA.emit("rpc-register", Json.object().put("method", sessionOfA + ":abort"));
        cliOfA.emit("session-alive", alive());
        cliOfA.flush();
    }

    private ObjectNode alive() {
        return Json.object()
                .put("sid", sessionOfA)
                .put("time", System.currentTimeMillis())
                .put("thinking", false);
    }

    private SocketPeer socket(String namespace, Map<String, String> more) {
        Map<String, String> auth = new java.util.HashMap<>(more);
        auth.put("token", hub.token() + ":" + namespace);
        SocketPeer peer = stage.keep(SocketPeer.connect(hub.url(), auth));
        assertThat(peer.outcome()).isEqualTo("connected");
        return peer;
    }

    @Test
    void ownerSeesItsOwn() {
        assertThat(a.sessions()).hasSize(1);
        assertThat(a.get("/api/sessions/" + sessionOfA).status()).isEqualTo(200);
    }

    @Test
    void listsOfAnotherNamespaceAreEmpty() {
        assertThat(b.sessions()).isEmpty();
        assertThat(b.machines()).isEmpty();
        assertThat(hub.client().sessions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/sessions/S",
        "GET, /api/sessions/S/messages",
        "POST, /api/sessions/S/messages",
        "DELETE, /api/sessions/S/messages/m",
        "POST, /api/sessions/S/messages/queued-state",
        "POST, /api/sessions/S/messages/m/retry",
        "POST, /api/sessions/S/messages/m/steer",
        "POST, /api/sessions/S/resume",
        "POST, /api/sessions/S/reopen",
        "GET, /api/sessions/S/export",
        "POST, /api/sessions/S/abort",
        "POST, /api/sessions/S/switch",
        "POST, /api/sessions/S/archive",
        "PATCH, /api/sessions/S",
        "DELETE, /api/sessions/S",
        "POST, /api/sessions/S/permission-mode",
        "POST, /api/sessions/S/model",
        "POST, /api/sessions/S/effort",
        "POST, /api/sessions/S/model-reasoning-effort",
        "POST, /api/sessions/S/service-tier",
        "POST, /api/sessions/S/collaboration-mode",
        "POST, /api/sessions/S/copilot-agent-mode",
        "PATCH, /api/sessions/S/summary",
        "PUT, /api/sessions/S/pin",
        "GET, /api/sessions/S/git-status",
        "GET, /api/sessions/S/git-diff-numstat",
        "GET, /api/sessions/S/git-diff-file?path=x",
        "GET, /api/sessions/S/file?path=x",
        "GET, /api/sessions/S/directory",
        "GET, /api/sessions/S/files",
        "GET, /api/sessions/S/generated-images/i",
        "GET, /api/sessions/S/slash-commands",
        "GET, /api/sessions/S/skills",
        "GET, /api/sessions/S/codex-models",
        "GET, /api/sessions/S/scratchlist",
        "POST, /api/sessions/S/upload",
        "POST, /api/sessions/S/upload/delete",
        "POST, /api/sessions/S/permissions/r/approve",
        "POST, /api/sessions/S/permissions/r/deny",
        "GET, /api/events?sessionId=S",
        "GET, /api/events?machineId=M",
        "POST, /api/machines/M/spawn",
        "POST, /api/machines/M/paths/exists",
        "GET, /api/machines/M/agent-availability",
        "POST, /api/machines/M/list-directory",
        "POST, /api/machines/M/restart-runner",
        "PATCH, /api/machines/M",
        "GET, /api/machines/M/codex-models",
        "GET, /api/machines/M/opencode-models?cwd=x"
    })
    void routesOfAForeignIdAreRefused(String method, String path) {
        String real =
                path.replace("sessions/S", "sessions/" + sessionOfA)
                        .replace("sessionId=S", "sessionId=" + sessionOfA)
                        .replace("machines/M", "machines/" + machineOfA);
        real = real.replace("machineId=M", "machineId=" + machineOfA);

        HubClient.Answer answer =
                b.call(method, real, method.equals("GET") ? null : Json.object().put("text", "x"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.json().path("error").asString()).endsWith("access denied");
    }

    @Test
    void cliRoutesOfAForeignIdAreRefused() {
        String token = hub.token() + ":b";
        for (String path :
                List.of(
                        "/cli/sessions/" + sessionOfA,
                        "/cli/sessions/" + sessionOfA + "/messages?afterSeq=0",
                        "/cli/machines/" + machineOfA)) {
            assertThat(b.send("GET", path, null, token).status()).as(path).isEqualTo(403);
        }
        ObjectNode steal = Json.object().put("id", machineOfA);
        steal.putObject("metadata").put("host", "evil");
        assertThat(b.send("POST", "/cli/machines", steal, token).status()).isEqualTo(403);
    }

    @Test
    void sameTagIsAnotherSession() {
        HubClient c = stage.keep(hub.client().inNamespace("c"));
        ObjectNode session = Json.object().put("tag", "tag-1");
        session.putObject("metadata").put("path", "/p").put("host", "h");

        JsonNode made = c.send("POST", "/cli/sessions", session, hub.token() + ":c").ok();

        assertThat(made.path("session").path("id").asString()).isNotEqualTo(sessionOfA);
    }

    @Test
    void socketOfAnotherNamespaceHearsNothingAndWritesNothing() {
        SocketPeer intruder = socket("b", Map.of("sessionId", sessionOfA));
        intruder.emit("message", Json.object().put("sid", sessionOfA).put("message", "from b"));
        JsonNode written =
                intruder.ask(
                        "update-metadata",
                        Json.object()
                                .put("sid", sessionOfA)
                                .put("expectedVersion", 1)
                                .set("metadata", Json.object().put("path", "/stolen")));
        intruder.emit("session-end", alive());
        intruder.flush();

        cliOfA.emit("message", Json.object().put("sid", sessionOfA).put("message", "from a"));
        cliOfA.emit("session-alive", alive());
        cliOfA.flush();
        intruder.flush();

        assertThat(written.path("result").asString()).isEqualTo("error");
        assertThat(written.path("reason").asString()).isEqualTo("access-denied");
        assertThat(intruder.events()).allMatch(event -> event.name().equals("error")).hasSize(2);
        assertThat(a.session(sessionOfA).path("active").asBoolean()).isTrue();
        assertThat(a.session(sessionOfA).path("metadata").path("path").asString()).isEqualTo("/p");
        assertThat(a.messages(sessionOfA))
                .noneMatch(message -> message.path("content").toString().contains("from b"));
    }

    @Test
    void callsCannotBeIntercepted() {
        SocketPeer intruder = socket("b", Map.of());
        intruder.answering(request -> Json.object().put("stolen", true));
        intruder.emit("rpc-register", Json.object().put("method", sessionOfA + ":abort"));
        intruder.emit("rpc-unregister", Json.object().put("method", sessionOfA + ":abort"));
        intruder.flush();

        HubClient.Answer answer = a.post("/api/sessions/" + sessionOfA + "/abort", Json.object());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(intruder.events()).noneMatch(event -> event.name().equals("rpc-request"));
        assertThat(cliOfA.events()).anyMatch(event -> event.name().equals("rpc-request"));
    }

    @Test
    void terminalsStayInTheirNamespace() {
        ObjectNode create =
                Json.object()
                        .put("sessionId", sessionOfA)
                        .put("terminalId", "t-a")
                        .put("cols", 80)
                        .put("rows", 24);
        ObjectNode own = Json.object().put("sessionId", sessionOfA).put("terminalId", "t-a");
        SocketPeer browserOfA = stage.keep(SocketPeer.terminal(hub.url(), a.signIn()));
        SocketPeer browserOfB = stage.keep(SocketPeer.terminal(hub.url(), b.signIn()));
        assertThat(browserOfA.outcome()).isEqualTo("connected");
        assertThat(browserOfB.outcome()).isEqualTo("connected");
        browserOfA.emit("terminal:create", create);
        cliOfA.await("terminal:open", it -> true);
        SocketPeer liar = socket("b", Map.of("sessionId", sessionOfA));

        browserOfB.emit("terminal:create", create);
        browserOfB.emit("terminal:write", own.deepCopy().put("data", "evil"));
        browserOfB.emit("terminal:resize", create);
        browserOfB.emit("terminal:close", own);
        for (String event : List.of("subscribe", "input", "resize", "unsubscribe")) {
            browserOfB.emit("agent-terminal:" + event, create.deepCopy().put("data", "evil"));
        }
        liar.emit("terminal:output", own.deepCopy().put("data", "a lie"));
        liar.emit("terminal:exit", own);
        liar.emit("agent-terminal:output", own.deepCopy().put("data", "a lie"));
        liar.flush();
        browserOfB.emit("terminal:create", create.deepCopy().put("terminalId", "t-last"));
        browserOfB.await("terminal:error", it -> it.path("terminalId").asString().equals("t-last"));
        cliOfA.emit("terminal:output", own.deepCopy().put("data", "only for a"));
        browserOfA.await("terminal:output", it -> true);

        assertThat(cliOfA.events())
                .filteredOn(it -> it.name().contains("terminal:"))
                .extracting(SocketPeer.Event::name)
                .containsExactly("terminal:open");
        assertThat(browserOfA.events())
                .extracting(SocketPeer.Event::name)
                .containsExactly("terminal:output");
        assertThat(browserOfB.events())
                .hasSize(2)
                .allMatch(it ->
                        it.data()
                                .path("message")
                                .asString()
                                .equals("Session is inactive or unavailable."));
    }

    @Test
    void streamsStayInTheirNamespaceAndCursorsDoNotCross() {
        try (EventStream ofA = a.events("all=true");
                EventStream ofB = b.events("all=true")) {
            ofA.await(Duration.ofSeconds(10), e -> e.type().equals("connection-changed"));
            ofB.await(Duration.ofSeconds(10), e -> e.type().equals("connection-changed"));

            cliOfA.emit(
                    "message", Json.object().put("sid", sessionOfA).put("message", "only for a"));
            EventStream.Event event =
                    ofA.await(Duration.ofSeconds(10), e -> e.type().equals("message-received"));

            assertThat(ofB.events()).allMatch(e -> e.type().equals("connection-changed"));
            try (EventStream resumed = b.events("all=true&lastEventId=" + event.id());
                    EventStream own = a.events("all=true&lastEventId=" + event.id())) {
                assertThat(verdict(resumed)).isEqualTo("gap");
                assertThat(verdict(own)).isEqualTo("ok");
            }
        }
    }

    private static String verdict(EventStream stream) {
        return stream.await(Duration.ofSeconds(10), e -> e.type().equals("connection-changed"))
                .data()
                .path("data")
                .path("resume")
                .asString();
    }
}
