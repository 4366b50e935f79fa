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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Events of a command line over a real socket, as `socketio.md` tells them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CliEventsIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private HubClient client;
    private String session;
    private SocketPeer cli;

    @BeforeAll
    void startHub() {
        hub = HubProcess.start(stage, Edition.OURS);
        client = hub.client();
    }

    @BeforeEach
    void openSession() {
        ObjectNode body = Json.object().put("tag", UUID.randomUUID().toString());
        body.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        body.putObject("agentState");
        session = client.createSession(body);
        cli = socket();
        beat();
    }

    private SocketPeer socket() {
        SocketPeer peer =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", session)));
        assertThat(peer.outcome()).isEqualTo("connected");
        return peer;
    }

    private ObjectNode sid() {
        return Json.object().put("sid", session);
    }

    private ObjectNode sid(String... localIds) {
        ObjectNode body = sid();
        for (String localId : localIds) {
            body.withArray("localIds").add(localId);
        }
        return body;
    }

    private void beat() {
        cli.emit("session-alive", sid().put("time", System.currentTimeMillis()));
        cli.flush();
    }

    private HubClient.Answer prompt(String localId) {
        return client.post(
                "/api/sessions/" + session + "/messages",
                Json.object().put("text", localId).put("localId", localId));
    }

    private JsonNode row(String localId) {
        return client.messages(session).stream()
                .filter(it -> it.path("localId").asString().equals(localId))
                .findFirst()
                .orElseThrow();
    }

    private List<String> delivered(SocketPeer peer) {
        return peer.events().stream()
                .filter(it -> it.data().path("body").path("t").asString().equals("new-message"))
                .map(it -> it.data().at("/body/message/localId").asString())
                .toList();
    }

    @Test
    void promptsComeAgainWithEveryBeatUntilTheyAreTaken() {
        prompt("a").ok();
        prompt("b").ok();
        cli.await("update", it -> it.at("/body/message/localId").asString().equals("b"));
        beat();
        org.awaitility.Awaitility.await().until(() -> delivered(cli).size() >= 4);
        assertThat(delivered(cli)).startsWith("a", "b", "a", "b");

        cli.emit("messages-consumed", sid("a", "b", "unknown"));
        cli.flush();
        SocketPeer late = socket();
        beat();
        prompt("c").ok();
        late.await("update", it -> it.at("/body/message/localId").asString().equals("c"));

        assertThat(delivered(late)).doesNotContain("a", "b");
        assertThat(row("a").path("invokedAt").isNumber()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "removed, cancelled, gone",
        "consumed, invoked, taken",
        "inFlight, busy, queued",
        "indeterminate, busy, queued",
        "none of them, busy, indeterminate",
        "silence, busy, indeterminate"
    })
    void cancellingFollowsWhatTheCommandLineSays(String said, String status, String after) {
        cli.answeringUpdates(body ->
                said.equals("silence")
                        ? Optional.empty()
                        : Optional.of(
                                Json.object()
                                        .put("removed", said.equals("removed"))
                                        .put("consumed", said.equals("consumed"))
                                        .put("inFlight", said.equals("inFlight"))
                                        .put("indeterminate", said.equals("indeterminate"))));
        prompt("q").ok();

        JsonNode answer =
                client.call("DELETE", "/api/sessions/" + session + "/messages/q", null).ok();

        assertThat(answer.path("status").asString()).isEqualTo(status);
        JsonNode asked =
                cli.await(
                                "update",
                                it -> it.at("/body/t").asString().equals("cancel-queued-message"))
                        .data();
        assertThat(asked.at("/body/localId").asString()).isEqualTo("q");
        assertThat(asked.path("seq").asInt()).isZero();
        if (after.equals("gone")) {
            assertThat(client.messages(session)).isEmpty();
        } else {
            assertThat(row("q").path("invokedAt").isNumber()).isEqualTo(after.equals("taken"));
            assertThat(row("q").path("deliveryState").asString(""))
                    .isEqualTo(after.equals("indeterminate") ? "indeterminate" : "");
        }
    }

    @Test
    void lostPromptIsOfferedAgainOnRequestOnly() {
        prompt("q").ok();
        cli.emit("messages-indeterminate", sid("q"));
        cli.flush();
        int before = delivered(cli).size();
        beat();
        cli.answeringUpdates(body ->
                Optional.of(
                        Json.object()
                                .put("removed", false)
                                .put(
                                        "accepted",
                                        body.path("t").asString().equals("retry-queued-message"))));

        JsonNode answer =
                client.post("/api/sessions/" + session + "/messages/q/retry", Json.object()).ok();

        assertThat(answer.path("status").asString()).isEqualTo("retried");
        assertThat(delivered(cli)).hasSize(before);
        JsonNode retried =
                cli.await(
                                "update",
                                it -> it.at("/body/t").asString().equals("retry-queued-message"))
                        .data();
        assertThat(retried.at("/body/message/content/content/text").asString()).isEqualTo("q");
        assertThat(retried.path("id")).isEqualTo(retried.at("/body/messageId"));
    }

    @Test
    void steeringStatesAreAnswered() {
        prompt("q").ok();

        assertThat(steer("dispatching", "q")).isTrue();
        assertThat(steer("dispatching", "unknown")).isFalse();
        assertThat(steer("queued", "q")).isTrue();
        assertThat(steer("another", "q")).isFalse();
        assertThat(
                        cli.ask(
                                        "messages-steer-state",
                                        sid("q").put("sid", "unknown").put("state", "queued"))
                                .path("ok")
                                .asBoolean(true))
                .isFalse();
    }

    private boolean steer(String state, String localId) {
        return cli.ask("messages-steer-state", sid(localId).put("state", state))
                .path("ok")
                .asBoolean();
    }

    @Test
    void whatIsNotTheirsIsToldAndWhatIsMalformedIsDropped() {
        ObjectNode unknown = sid().put("sid", "unknown").put("time", 1).put("message", "x");
        unknown.withArray("localIds").add("q");
        for (String event :
                List.of("message", "session-alive", "session-end", "messages-consumed")) {
            cli.emit(event, unknown);
            cli.emit(event, Json.object());
            cli.emit(event, Json.parse("[1]"));
            cli.emit(event, Json.parse("null"));
        }
        cli.emit("machine-alive", Json.object().put("machineId", "unknown").put("time", 1));
        cli.emit("rpc-register", Json.object().put("method", 7));
        cli.emit("usage-report", Json.object());
        cli.emit("an event of tomorrow", Json.object());
        cli.flush();

        List<JsonNode> errors =
                cli.events().stream()
                        .filter(it -> it.name().equals("error"))
                        .map(SocketPeer.Event::data)
                        .toList();
        assertThat(errors).hasSize(5);
        assertThat(errors.getFirst())
                .isEqualTo(
                        Json.parse(
                                "{\"message\":\"session not found\",\"code\":\"not-found\",\"scope\":\"session\",\"id\":\"unknown\"}"));
        assertThat(errors.getLast().path("message").asString()).isEqualTo("machine not found");
    }

    @Test
    void updateIsToldToTheOtherSocketsOfTheRoomOnly() {
        SocketPeer second = socket();
        JsonNode answer =
                cli.ask(
                        "update-metadata",
                        sid().put("expectedVersion", 1)
                                .set(
                                        "metadata",
                                        Json.object()
                                                .put("mine", 1)
                                                .put("supersededBySessionId", "stolen")));

        JsonNode told =
                second.await("update", it -> it.at("/body/t").asString().equals("update-session"))
                        .data();
        cli.flush();
        assertThat(answer.path("metadata"))
                .as("identity keys stay, keys of the hub are not the writer's")
                .isEqualTo(
                        Json.parse(
                                "{\"mine\":1,\"path\":\"/p\",\"host\":\"h\",\"flavor\":\"claude\"}"));
        assertThat(told.at("/body/metadata/value")).isEqualTo(answer.path("metadata"));
        assertThat(told.at("/body/metadata/version").asInt()).isEqualTo(2);
        assertThat(told.at("/body/agentState").isNull()).isTrue();
        assertThat(cli.events()).noneMatch(it -> it.name().equals("update"));
    }

    @Test
    void metadataThatIsNullBreaksNothing() {
        JsonNode answer =
                cli.ask("update-metadata", sid().put("expectedVersion", 1).putNull("metadata"));

        assertThat(answer.path("result").asString()).isEqualTo("success");
        assertThat(answer.path("metadata").isNull()).isTrue();
        assertThat(prompt("q").status()).isEqualTo(200);
    }

    @Test
    void callIntoASocketThatDiesIsOverAtOnce() throws Exception {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        cli.answering(request -> {
            asked.complete(true);
            cli.close();
            return Json.object();
        });
        cli.emit("rpc-register", Json.object().put("method", session + ":git-status"));
        cli.flush();
        long start = System.nanoTime();

        JsonNode answer = client.get("/api/sessions/" + session + "/git-status").ok();

        assertThat(asked.get(1, TimeUnit.SECONDS)).isTrue();
        assertThat(answer.path("success").asBoolean(true)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void endOfASessionIsToldOnceAndEmptiesItsQueue() {
        try (EventStream stream = client.events("all=true")) {
            stream.await(Duration.ofSeconds(30), it -> it.type().equals("connection-changed"));
            prompt("q").ok();

            cli.emit(
                    "session-end",
                    sid().put("time", System.currentTimeMillis()).put("reason", "whatever"));

            JsonNode ended =
                    stream.await(Duration.ofSeconds(30), it -> it.type().equals("session-ended"))
                            .data();
            assertThat(ended.path("reason").asString()).isEqualTo("whatever");
            assertThat(stream.events()).anyMatch(it -> it.type().equals("messages-consumed"));
            assertThat(client.session(session).path("active").asBoolean()).isFalse();
            assertThat(cli.isConnected()).isTrue();
        }
    }
}
