package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.HubUnreachableException;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One session that is written from a socket and over REST at full speed until its hub dies, and
/// the notes of what was answered.
final class KillWitness {
    private static final int IN_FLIGHT = 16;

    private final HubProcess hub;
    private final String session;
    private final SocketPeer socket;
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean isOver;

    /// By local id: the acknowledged number of a message, or what REST said.
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    private final Set<String> posted = ConcurrentHashMap.newKeySet();
    private final Map<String, JsonNode> read = new ConcurrentHashMap<>();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    KillWitness(Stage stage, HubProcess hub, String tag) {
        this.hub = hub;
        ObjectNode body = Json.object().put("tag", tag);
        body.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        body.putObject("agentState");
        session = hub.client().createSession(body);
        socket =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", session)));
        assertThat(socket.outcome()).isEqualTo("connected");
        socket.emit(
                "session-alive",
                Json.object().put("sid", session).put("time", System.currentTimeMillis()));
        socket.flush();
    }

    void begin() {
        writers.add(Thread.ofVirtual().start(this::sayMuch));
        writers.add(Thread.ofVirtual().start(() -> update("update-metadata", "metadata")));
        writers.add(Thread.ofVirtual().start(() -> update("update-state", "agentState")));
        writers.add(Thread.ofVirtual().start(this::post));
        writers.add(Thread.ofVirtual().start(this::readAlong));
    }

    /// The hub is dead: stops asking it. What was answered by now is what counts.
    void end() {
        isOver = true;
        for (Thread writer : writers) {
            try {
                assertThat(writer.join(Duration.ofSeconds(30))).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        socket.close();
    }

    boolean hasSeenAnything() {
        return !acknowledged.isEmpty();
    }

    private void sayMuch() {
        Queue<CompletableFuture<?>> waiting = new ArrayDeque<>();
        for (int i = 0; !isOver; i++) {
            String localId = "said-" + i;
            waiting.add(
                    socket.asking("message", saying(localId))
                            .thenAccept(answer -> {
                                assertThat(answer.path("ok").asBoolean()).isTrue();
                                acknowledged.put(localId, answer.path("seq").asLong());
                            }));
            while (waiting.size() >= IN_FLIGHT && !isOver) {
                awaitFirst(waiting);
            }
        }
    }

    private void awaitFirst(Queue<CompletableFuture<?>> waiting) {
        if (waiting.element().isDone()) {
            waiting.remove();
        } else {
            LockSupport.parkNanos(200_000);
        }
    }

    private ObjectNode saying(String localId) {
        ObjectNode message = Json.object().put("sid", session).put("localId", localId);
        ObjectNode content = message.putObject("message").put("role", "agent");
        content.putObject("content")
                .put("type", "codex")
                .putObject("data")
                .put("type", "message")
                .put("message", localId + " " + "word ".repeat(40));
        return message;
    }

    private void update(String event, String key) {
        long version = 1;
        while (!isOver) {
            ObjectNode value = Json.object().put("path", "/p").put("host", "h");
            value.put("count", version + 1);
            CompletableFuture<JsonNode> asked =
                    socket.asking(
                            event,
                            Json.object()
                                    .put("sid", session)
                                    .put("expectedVersion", version)
                                    .set(key, value));
            while (!asked.isDone() && !isOver) {
                LockSupport.parkNanos(200_000);
            }
            if (asked.isDone()) {
                JsonNode answer = asked.join();
                version = answer.path("version").asLong();
                if (answer.path("result").asString().equals("success")) {
                    versions.put(key, version);
                }
            }
        }
    }

    private void post() {
        for (int i = 0; !isOver; i++) {
            String localId = "posted-" + i;
            ObjectNode body = Json.object().put("text", localId).put("localId", localId);
            try {
                if (hub.client().post("/api/sessions/" + session + "/messages", body).status()
                        == 200) {
                    posted.add(localId);
                }
            } catch (HubUnreachableException e) {
                return;
            }
        }
    }

    private void readAlong() {
        while (!isOver) {
            try {
                hub.client()
                        .get("/api/sessions/" + session + "/messages?limit=50")
                        .ok()
                        .path("messages")
                        .forEach(it -> read.put(it.path("id").asString(), it));
            } catch (HubUnreachableException e) {
                return;
            }
        }
    }

    /// The hub is back: compares with all it ever told, `streamed` included.
    void check(List<JsonNode> streamed) {
        Map<String, JsonNode> stored = stored();
        for (JsonNode event : streamed) {
            if (event.path("type").asString().equals("message-received")
                    && event.path("sessionId").asString().equals(session)) {
                JsonNode told = event.path("message");
                same(stored, told, "streamed");
            }
            if (event.path("type").asString().equals("session-updated")
                    && event.path("sessionId").asString().equals(session)) {
                note("metadata", event.path("data").path("metadata").path("version"));
                note("agentState", event.path("data").path("agentState").path("version"));
            }
        }
        read.values().forEach(told -> same(stored, told, "read"));
        Map<String, JsonNode> byLocalId = new LinkedHashMap<>();
        Set<Long> numbers = new HashSet<>();
        for (JsonNode message : stored.values()) {
            assertThat(byLocalId.put(message.path("localId").asString(), message))
                    .as("two rows of %s", message.path("localId"))
                    .isNull();
            assertThat(numbers.add(message.path("seq").asLong())).isTrue();
        }
        acknowledged.forEach((localId, seq) -> {
            JsonNode row = byLocalId.getOrDefault(localId, Json.object());
            assertThat(row.path("seq").asLong(-1)).as("acknowledged %s", localId).isEqualTo(seq);
        });
        assertThat(byLocalId.keySet()).containsAll(posted);
        JsonNode state = hub.client().session(session);
        versions.forEach((key, version) ->
                assertThat(state.path(key + "Version").asLong())
                        .as("version of %s", key)
                        .isGreaterThanOrEqualTo(version));
    }

    private void note(String document, JsonNode version) {
        if (version.isNumber()) {
            versions.merge(document, version.asLong(), Math::max);
        }
    }

    private static void same(Map<String, JsonNode> stored, JsonNode told, String how) {
        JsonNode kept = stored.get(told.path("id").asString());
        assertThat(kept).as("%s: %s", how, told).isNotNull();
        for (String field : List.of("seq", "localId", "content", "createdAt")) {
            assertThat(kept.path(field)).isEqualTo(told.path(field));
        }
    }

    private Map<String, JsonNode> stored() {
        Map<String, JsonNode> stored = new LinkedHashMap<>();
        hub.client().messages(session).forEach(it -> stored.put(it.path("id").asString(), it));
        return stored;
    }
}
