package hapi.cli.hub;

import static org.awaitility.Awaitility.await;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A session on the hub of `loopback-hub.cjs`, which can be killed and started again.
abstract class LoopbackSession {
    static final Duration SOON = Duration.ofSeconds(30);
    @TempDir private Path folder;
    LoopbackHub hub;
    SessionLink link;

    @AfterEach
    void stop() throws Exception {
        if (link != null) {
            link.close();
        }
        hub.close();
    }

    void startHub(boolean acknowledges) throws Exception {
        hub = LoopbackHub.start(folder, acknowledges);
    }

    HubSession session() throws HubException {
        return new HubRest(hub.access())
                .createSession(
                        new NewSession(
                                "tag",
                                RawJson.trusted("{\"path\":\"/w\",\"host\":\"h\",\"odd\":1.50}"),
                                RawJson.EMPTY_OBJECT,
                                null,
                                null))
                .orThrow();
    }

    SessionLink open(HubSession session) {
        HubRest rest = new HubRest(hub.access());
        SocketOptions options =
                SocketOptions.of(
                                hub.access(),
                                RawJson.of(Map.of("token", "secret", "sessionId", "s1")))
                        .withDelays(Duration.ofMillis(100), Duration.ofMillis(300));
        return SessionLink.open(rest, session, options, journal(session), Clock.systemUTC());
    }

    /// What this process of the session keeps.
    DeliveryJournal journal(HubSession session) {
        return DeliveryJournal.open(new OutboxFolder(new HapiHome(folder)), session.id());
    }

    void online() {
        await().atMost(SOON).until(() -> link.state() instanceof LinkState.Online);
    }

    void registered(String method) {
        await().atMost(SOON).until(() -> hub.state().path("owners").toString().contains(method));
    }

    JsonNode rpc(String method, String params) {
        return hub.control("rpc", Json.object().put("method", method).put("params", params));
    }

    JsonNode lastAlive() {
        JsonNode alive = hub.state().path("alive");
        return alive.get(alive.size() - 1);
    }

    List<JsonNode> stored() {
        List<JsonNode> messages = new ArrayList<>();
        hub.state().path("messages").forEach(messages::add);
        return messages;
    }

    List<Integer> numbers() {
        return stored().stream().map(message -> message.at("/content/content/n").asInt()).toList();
    }

    static JsonNode cancel(JsonNode message) {
        return Json.object()
                .put("t", "cancel-queued-message")
                .put("sid", "s1")
                .put("messageId", message.path("id").asString())
                .put("localId", message.path("localId").asString());
    }

    static List<String> order(JsonNode state) {
        List<String> order = new ArrayList<>();
        state.path("order").forEach(node -> order.add(node.asString()));
        return order;
    }

    static long count(JsonNode state, String event) {
        return order(state).stream().filter(event::equals).count();
    }

    static RawJson message(int n) {
        return RawJson.trusted("{\"role\":\"agent\",\"content\":{\"type\":\"x\",\"n\":" + n + "}}");
    }

    static PromptListener taking(List<Prompt> prompts) {
        return new PromptListener() {
            @Override
            public void received(Prompt prompt) {
                prompts.add(prompt);
            }

            @Override
            public Taken takeBack(Prompt prompt) {
                return prompts.remove(prompt) ? Taken.REMOVED : Taken.UNKNOWN;
            }
        };
    }
}
