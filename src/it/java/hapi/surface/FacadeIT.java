package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.EventStream;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The facade of the published clients: bodies, status, order of refusals.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FacadeIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private HubProcess hub;
    private HubClient client;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        client = hub.client();
    }

    @Test
    void healthTellsWhatTheHubCanDo() {
        JsonNode health = client.send("GET", "/health", null, null).ok();

        assertThat(health.path("status").asString()).isEqualTo("ok");
        assertThat(health.path("protocolVersion").asInt()).isEqualTo(1);
        assertThat(health.path("capabilities").path("messageAck").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/sessions, , 401, Missing authorization token",
        "GET, /api/nothing, , 401, Missing authorization token",
        "GET, /api/sessions, x.y.z, 401, Invalid token",
        "POST, /cli/machines, , 401, Missing Authorization header",
        "POST, /cli/machines, wrong, 401, Invalid token"
    })
    void callersWithoutATokenAreRefusedBeforeRouting(
            String method, String path, @Nullable String bearer, int status, String error) {
        HubClient.Answer answer =
                client.send(method, path, method.equals("GET") ? null : Json.object(), bearer);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").asString()).isEqualTo(error);
    }

    @Test
    void everyCliAnswerCarriesTheProtocolVersion() throws Exception {
        HttpResponse<String> refused = raw("GET", "/cli/sessions/x", Map.of(), null);
        HttpResponse<String> missing =
                raw(
                        "GET",
                        "/cli/sessions/x",
                        Map.of("Authorization", "bearer  " + hub.token()),
                        null);

        assertThat(refused.headers().firstValue("X-Hapi-Protocol-Version")).contains("1");
        assertThat(missing.headers().firstValue("X-Hapi-Protocol-Version")).contains("1");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("{\"error\":\"Session not found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"accessToken\":3}", "null", "\"x\""})
    void brokenSignInBodiesAreOneAndTheSameRefusal(String body) throws Exception {
        HttpResponse<String> answer = raw("POST", "/api/auth", Map.of(), body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"Invalid body\"}");
    }

    @Test
    void deepJsonIsRefusedWithoutHarm() throws Exception {
        String deep = "[".repeat(200_000);

        assertThat(raw("POST", "/api/auth", Map.of(), deep).statusCode()).isEqualTo(400);
        assertThat(client.isHealthy()).isTrue();
    }

    @Test
    void unknownRoutesAreNotAPage() throws Exception {
        String jwt = client.signIn();
        for (String path : List.of("/api/nothing", "/api/sessions/x/nothing/y")) {
            HttpResponse<String> answer =
                    raw("GET", path, Map.of("Authorization", "Bearer " + jwt), null);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).doesNotContain("<html");
        }
    }

    @Test
    void problemJsonIsForThoseWhoAskForIt() throws Exception {
        String jwt = client.signIn();

        HttpResponse<String> answer =
                raw(
                        "GET",
                        "/api/sessions/none",
                        Map.of(
                                "Authorization",
                                "Bearer " + jwt,
                                "Accept",
                                "application/problem+json"),
                        null);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Json.parse(answer.body()).path("code").asString())
                .isEqualTo("session_not_found");
    }

    @Test
    void corsNamesOnlyAllowedOrigins() throws Exception {
        HttpResponse<String> own =
                raw("GET", "/health", Map.of("Origin", hub.url().toString()), null);
        HttpResponse<String> foreign =
                raw("GET", "/health", Map.of("Origin", "https://evil.example"), null);
        HttpResponse<String> preflight =
                raw("OPTIONS", "/api/sessions", Map.of("Origin", "https://evil.example"), null);

        assertThat(own.headers().firstValue("Access-Control-Allow-Origin"))
                .contains(hub.url().toString());
        assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void inactiveSessionTakesNoMessageButKeepsItsPage() {
        String id = newSession("facade-inactive");

        HubClient.Answer send =
                client.post(
                        "/api/sessions/" + id + "/messages", Json.object().put("text", "hello"));
        JsonNode page = client.get("/api/sessions/" + id + "/messages").ok();

        assertThat(send.status()).isEqualTo(409);
        assertThat(send.json().path("code").asString()).isEqualTo("session_inactive");
        assertThat(page.path("messages").isEmpty()).isTrue();
        assertThat(page.path("page").path("direction").asString()).isEqualTo("latest");
        assertThat(page.path("page").has("nextBeforeSeq")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=x",
                "beforeSeq=1",
                "beforeAt=1",
                "afterSeq=1&afterAt=1&beforeSeq=1&beforeAt=1",
                "untilSeq=1&untilAt=1",
                "epoch=1"
            })
    void wrongPageQueriesAreNamed(String query) {
        String id = newSession("facade-pages");

        HubClient.Answer answer = client.get("/api/sessions/" + id + "/messages?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asString()).isEqualTo("Invalid query");
        assertThat(answer.json().path("issues").has("fieldErrors")).isTrue();
    }

    @Test
    void promptTravelsToTheCommandLineAndBackToTheStream() {
        String id = newSession("facade-prompt");
        SocketPeer cli = cli(id);
        try (EventStream stream = client.events("all=true")) {
            stream.await(Duration.ofSeconds(30), e -> e.type().equals("connection-changed"));

            client.post(
                            "/api/sessions/" + id + "/messages",
                            Json.object().put("text", "do it").put("localId", "local-1"))
                    .ok();

            JsonNode update =
                    cli.await(
                                    "update",
                                    d -> d.path("body").path("t").asString().equals("new-message"))
                            .data()
                            .path("body")
                            .path("message");
            assertThat(update.path("localId").asString()).isEqualTo("local-1");
            assertThat(update.path("content").path("content").path("text").asString())
                    .isEqualTo("do it");
            assertThat(update.path("content").path("meta").path("sentFrom").asString())
                    .isEqualTo("webapp");
            ObjectNode consumed = Json.object().put("sid", id);
            consumed.putArray("localIds").add("local-1");
            cli.emit("messages-consumed", consumed);
            stream.await(
                    Duration.ofSeconds(30),
                    e ->
                            e.type().equals("messages-consumed")
                                    && e.data().path("localIds").toString().contains("local-1"));
            assertThat(client.messages(id).getFirst().path("invokedAt").isNumber()).isTrue();
        }
    }

    @Test
    void messageWithAnAckIsAnsweredAfterCommitAndKeptOnce() {
        String id = newSession("facade-ack");
        SocketPeer cli = cli(id);
        ObjectNode message =
                Json.object()
                        .put("sid", id)
                        .put("localId", "out-1")
                        .set(
                                "message",
                                Json.parse(
                                        "{\"role\":\"agent\",\"content\":{\"type\":\"codex\",\"data\":{\"type\":\"message\",\"message\":\"hi\"}}}"));

        JsonNode first = cli.ask("message", message);
        JsonNode second = cli.ask("message", message);

        assertThat(first.path("ok").asBoolean()).isTrue();
        assertThat(first.path("seq").asLong()).isEqualTo(1);
        assertThat(second.path("id").asString()).isEqualTo(first.path("id").asString());
        assertThat(client.messages(id)).hasSize(1);
    }

    @Test
    void reportOfATakenPromptIsAnsweredWhenAnAnswerIsAskedFor() {
        String id = newSession("facade-consumed-ack");
        SocketPeer cli = cli(id);
        ObjectNode report = Json.object().put("sid", id);
        report.putArray("localIds").add("local-1");

        assertThat(cli.ask("messages-consumed", report).path("ok").asBoolean()).isTrue();
        assertThat(
                        cli.ask("messages-consumed", Json.object().put("sid", id))
                                .path("ok")
                                .asBoolean(true))
                .isFalse();
    }

    @Test
    void versionedUpdateHasExactlyOneWinner() {
        String id = newSession("facade-versions");
        SocketPeer cli = cli(id);
        ObjectNode write = Json.object().put("sid", id).put("expectedVersion", 1);
        write.putObject("agentState").put("controlledByUser", false);

        JsonNode first = cli.ask("update-state", write);
        JsonNode second = cli.ask("update-state", write);

        assertThat(first.path("result").asString()).isEqualTo("success");
        assertThat(first.path("version").asInt()).isEqualTo(2);
        assertThat(second.path("result").asString()).isEqualTo("version-mismatch");
        assertThat(second.path("version").asInt()).isEqualTo(2);
        assertThat(second.path("agentState").path("controlledByUser").asBoolean(true)).isFalse();
    }

    @Test
    void decisionReachesTheCommandLineOnce() {
        String id = newSession("facade-decision");
        SocketPeer cli = cli(id);
        cli.answering(request -> Json.parse("null"));
        cli.emit("rpc-register", Json.object().put("method", id + ":permission"));
        ObjectNode state = Json.object().put("sid", id).put("expectedVersion", 1);
        state.putObject("agentState")
                .putObject("requests")
                .putObject("toolu_1")
                .put("tool", "Bash")
                .put("createdAt", 1)
                .putObject("arguments")
                .put("command", "ls");
        cli.ask("update-state", state);

        String path = "/api/sessions/" + id + "/permissions/toolu_1/approve";
        HubClient.Answer first = client.post(path, Json.object());
        HubClient.Answer second = client.post(path, Json.object());

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(404);
        List<JsonNode> calls =
                cli.events().stream()
                        .filter(event -> event.name().equals("rpc-request"))
                        .map(event -> Json.parse(event.data().path("params").asString()))
                        .toList();
        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().toString()).isEqualTo("{\"id\":\"toolu_1\",\"approved\":true}");
    }

    @Test
    void missingAcksAndStrangeFramesHarmNobody() {
        String id = newSession("facade-strange");
        SocketPeer cli = cli(id);
        ObjectNode write = Json.object().put("sid", id).put("expectedVersion", 1);
        write.putObject("metadata").put("path", "/q").put("host", "h");

        cli.emit("update-metadata", write);
        cli.emit("ping", Json.object());
        cli.emit("no-such-event", Json.object().put("x", 1));
        cli.emit("message", Json.parse("[]"));
        cli.emit("update-state", Json.tree("text"));
        cli.emit("rpc-register", Json.object());
        cli.flush();

        assertThat(client.session(id).path("metadata").path("path").asString()).isEqualTo("/q");
        assertThat(client.session(id).path("metadataVersion").asInt()).isEqualTo(2);
    }

    @Test
    void tenWrongTokensSlowAnAddressDown() {
        HubProcess other = HubProcess.start(stage, Edition.OURS);
        ObjectNode wrong = Json.object().put("accessToken", "wrong");
        for (int i = 0; i < 10; i++) {
            assertThat(other.client().send("POST", "/api/auth", wrong, null).status())
                    .isEqualTo(401);
        }

        assertThat(other.client().send("POST", "/api/auth", wrong, null).status()).isEqualTo(429);
        assertThat(other.stop()).isIn(0, 143);
    }

    private String newSession(String tag) {
        ObjectNode session = Json.object().put("tag", tag + UUID.randomUUID());
        session.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        session.putObject("agentState");
        return client.createSession(session);
    }

    private SocketPeer cli(String sessionId) {
        SocketPeer peer =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", sessionId)));
        assertThat(peer.outcome()).isEqualTo("connected");
        peer.emit(
                "session-alive",
                Json.object()
                        .put("sid", sessionId)
                        .put("time", System.currentTimeMillis())
                        .put("thinking", false));
        peer.flush();
        return peer;
    }

    private HttpResponse<String> raw(
            String method, String path, Map<String, String> headers, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.url().resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach((name, value) -> {
            if (!name.equals("Origin")) {
                request.header(name, value);
            } else {
                request.setHeader(name, value);
            }
        });
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
