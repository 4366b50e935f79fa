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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Namespace `b` cannot see, name, subscribe to, call into or register anything of namespace `a`.
/// Its REST routes are `NamespaceRoutesTest`'s.
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

    /// A session that is silent for half a minute is not active any more.
    @BeforeEach
    void beat() {
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
    @DisplayName("row 5: a socket of another namespace hears nothing and writes nothing")
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
    @DisplayName("row 5: a method of another's session cannot be registered")
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
    @DisplayName("row 5: terminals stay in their namespace")
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
    @DisplayName("row 5: streams stay in their namespace, a foreign cursor is a gap")
    void streamsStayInTheirNamespaceAndCursorsDoNotCross() {
        try (EventStream ofA = a.events("all=true");
                EventStream ofB = b.events("all=true")) {
            ofA.await(Duration.ofSeconds(30), e -> e.type().equals("connection-changed"));
            ofB.await(Duration.ofSeconds(30), e -> e.type().equals("connection-changed"));

            cliOfA.emit(
                    "message", Json.object().put("sid", sessionOfA).put("message", "only for a"));
            EventStream.Event event =
                    ofA.await(Duration.ofSeconds(30), e -> e.type().equals("message-received"));

            assertThat(ofB.events()).allMatch(e -> e.type().equals("connection-changed"));
            try (EventStream resumed = b.events("all=true&lastEventId=" + event.id());
                    EventStream own = a.events("all=true&lastEventId=" + event.id())) {
                assertThat(verdict(resumed)).isEqualTo("gap");
                assertThat(verdict(own)).isEqualTo("ok");
            }
        }
    }

    private static String verdict(EventStream stream) {
        return stream.await(Duration.ofSeconds(30), e -> e.type().equals("connection-changed"))
                .data()
                .path("data")
                .path("resume")
                .asString();
    }
}
