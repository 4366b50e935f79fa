package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Rows 7 and 22: who answers for whom, and what is said twice. Real sockets, played by hand.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayAttackIT {
    private static final int TIMES = 1_000;

    /// As many as one address may open at once before the hub knows whose they are.
    private static final int CONNECTIONS = 32;

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private HubClient client;
    private String session;
    private SocketPeer cli;
    private int version = 1;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        client = hub.client();
    }

    @BeforeEach
    void openSession() {
        session = client.createSession(session());
        cli = process(session);
        version = 1;
    }

    private static ObjectNode session() {
        ObjectNode body = Json.object().put("tag", UUID.randomUUID().toString());
        body.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        body.putObject("agentState");
        return body;
    }

    private SocketPeer process(String id) {
        SocketPeer peer =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", id)));
        assertThat(peer.outcome()).isEqualTo("connected");
        peer.emit(
                "session-alive",
                Json.object().put("sid", id).put("time", System.currentTimeMillis()));
        peer.flush();
        return peer;
    }

    private void register(SocketPeer peer, String method) {
        peer.emit("rpc-register", Json.object().put("method", method));
        peer.flush();
    }

    private static long calls(SocketPeer peer) {
        return peer.events().stream().filter(it -> it.name().equals("rpc-request")).count();
    }

    @Test
    @DisplayName("row 22: one local id a thousand times at once is one message and one answer")
    void oneLocalIdIsOneMessage() throws InterruptedException, ExecutionException {
        ObjectNode body = Json.object().put("text", "once").put("localId", "l-1");
        CountDownLatch start = new CountDownLatch(1);
        Set<String> answers = new HashSet<>();
        try (ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<HubClient.Answer>> all = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                all.add(
                        senders.submit(() -> {
                            start.await();
                            return client.post("/api/sessions/" + session + "/messages", body);
                        }));
            }
            start.countDown();
            for (Future<HubClient.Answer> answer : all) {
                answers.add(answer.get().status() + " " + answer.get().body());
            }
        }

        assertThat(answers).hasSize(1).allMatch(it -> it.startsWith("200 "));
        assertThat(client.messages(session)).hasSize(1);
        cli.flush();
        assertThat(
                        cli.events().stream()
                                .filter(it -> it.name().equals("update"))
                                .map(it -> it.data().at("/body/message/id").asString("")))
                .as("what the process is told, each time it is sent")
                .containsOnly(client.messages(session).getFirst().path("id").asString());
    }

    private void agentState(String quoted) {
        ObjectNode update = Json.object().put("sid", session).put("expectedVersion", version++);
        update.set("agentState", Json.parse(quoted.replace('\'', '"')));
        assertThat(cli.ask("update-state", update).path("result").asString()).isEqualTo("success");
    }

    private HubClient.Answer approve(String request, JsonNode body) {
        return client.post(
                "/api/sessions/%s/permissions/%s/approve".formatted(session, request), body);
    }

    private static String asked(long at, String over) {
        return "{'requests':{'call_1':{'tool':'ls','arguments':{},'createdAt':%d}}%s}"
                .formatted(at, over);
    }

    @Test
    @DisplayName("row 22: an old permission answer is refused, one asking is answered once")
    void oldPermissionAnswerIsRefused() {
        cli.answering(request -> Json.parse("null"));
        register(cli, session + ":permission");
        String over =
                ",'completedRequests':{'call_1':{'tool':'ls','arguments':{},'createdAt':1,'status':'approved'}}";
        agentState(asked(1, ""));
        HubClient.Answer first = approve("call_1", Json.object());
        HubClient.Answer twice = approve("call_1", Json.object());
        agentState("{'requests':{}" + over + "}");
        HubClient.Answer late = approve("call_1", Json.object());

        agentState(asked(2, over));
        HubClient.Answer replayed =
                approve("call_1", Json.object().put("shownHash", "what was shown before"));
        HubClient.Answer other = approve("call_2", Json.object());
        HubClient.Answer second = approve("call_1", Json.object());
        HubClient.Answer secondTwice = approve("call_1", Json.object());

        assertThat(first.status()).isEqualTo(200);
        assertThat(List.of(twice, late, other, secondTwice))
                .allMatch(answer -> answer.status() == 404);
        assertThat(replayed.status()).isEqualTo(409);
        assertThat(second.status()).isEqualTo(200);
        assertThat(calls(cli)).isEqualTo(2);
    }

    private JsonNode directory() {
        return client.get("/api/sessions/" + session + "/directory?path=").ok();
    }

    private static JsonNode listing(String name) {
        return Json.parse(
                "{\"success\":true,\"entries\":[{\"name\":\"%s\",\"type\":\"file\"}]}"
                        .formatted(name));
    }

    @Test
    @DisplayName("row 7: a method of another tenant's session or machine is not registered")
    void foreignMethodIsNotRegistered() {
        ObjectNode machine = Json.object().put("id", "m-" + session);
        machine.putObject("metadata")
                .put("host", "h")
                .put("platform", "linux")
                .put("happyCliVersion", "0.30.7");
        client.send("POST", "/cli/machines", machine, hub.token()).ok();
        SocketPeer stranger =
                stage.keep(
                        SocketPeer.connect(hub.url(), Map.of("token", hub.token() + ":stranger")));
        assertThat(stranger.outcome()).isEqualTo("connected");
        stranger.answering(request -> listing("spoofed"));
        register(stranger, session + ":listDirectory");
        register(stranger, "m-" + session + ":path-exists");

        JsonNode before = directory();
        HubClient.Answer paths =
                client.post(
                        "/api/machines/m-" + session + "/paths/exists",
                        Json.parse("{\"paths\":[\"/\"]}"));
        cli.answering(request -> listing("own"));
        register(cli, session + ":listDirectory");
        register(stranger, session + ":listDirectory");
        stranger.emit("rpc-unregister", Json.object().put("method", session + ":listDirectory"));
        stranger.flush();

        assertThat(before.path("error").asString())
                .isEqualTo("RPC handler not registered: " + session + ":listDirectory");
        assertThat(paths.status()).isEqualTo(500);
        assertThat(directory().at("/entries/0/name").asString()).isEqualTo("own");
        assertThat(calls(stranger)).isZero();
    }

    @Test
    @DisplayName("row 7: a live method that is registered again is taken over, and the log says so")
    void secondRegistrationIsATakeOver() throws IOException {
        cli.answering(request -> listing("first"));
        register(cli, session + ":listDirectory");
        assertThat(directory().at("/entries/0/name").asString()).isEqualTo("first");
        assertThat(log()).doesNotContain("took listDirectory over");
        SocketPeer second = process(session).answering(request -> listing("second"));

        register(second, session + ":listDirectory");
        JsonNode taken = directory();
        cli.emit("rpc-unregister", Json.object().put("method", session + ":listDirectory"));
        cli.close();

        assertThat(taken.at("/entries/0/name").asString()).isEqualTo("second");
        assertThat(directory().at("/entries/0/name").asString()).isEqualTo("second");
        assertThat(log()).containsPattern("session=" + session + " .*took listDirectory over");
        second.close();
        await("the end of the registration")
                .until(() -> directory().path("error").asString(""), it -> !it.isEmpty());
    }

    @Test
    @DisplayName("row 7: a call fails at once when its socket dies")
    void callFailsWithItsSocket() {
        register(cli, session + ":listDirectory");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> answer = callers.submit(this::directory);
            cli.await("rpc-request", it -> true);

            cli.close();

            assertThat(answer)
                    .succeedsWithin(Duration.ofSeconds(10))
                    .satisfies(it ->
                            assertThat(it.path("error").asString())
                                    .isEqualTo(
                                            "RPC socket disconnected: "
                                                    + session
                                                    + ":listDirectory"));
        }
    }

    private String log() throws IOException {
        try (Stream<Path> files = Files.list(hub.home().resolve("logs"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }
}
