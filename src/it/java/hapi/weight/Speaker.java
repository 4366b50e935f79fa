package hapi.weight;

import hapi.protocol.json.Json;
import hapi.testkit.hub.AgentMessages;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A command line with a session that says what the load tells it, over a real socket.
final class Speaker {
    private static final int BETWEEN_BARRIERS = 500;

    private final SocketPeer peer;
    private final String id;
    private final ObjectNode metadata;
    private final AtomicInteger version = new AtomicInteger();
    private final AtomicInteger stateVersion = new AtomicInteger(1);

    Speaker(Stage stage, HubProcess hub, String name) {
        ObjectNode body = Json.object().put("tag", name + "-" + UUID.randomUUID());
        metadata =
                body.putObject("metadata")
                        .put("path", "/home/me/" + name)
                        .put("host", "workshop")
                        .put("flavor", "claude")
                        .put("name", name);
        JsonNode session =
                hub.client().send("POST", "/cli/sessions", body, hub.token()).ok().path("session");
        id = session.path("id").asString();
        version.set(session.path("metadataVersion").asInt(1));
        peer =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", id)));
        if (!peer.outcome().equals("connected")) {
            throw new IllegalStateException(peer.outcome());
        }
        peer.answering(_ -> Json.parse("null"));
        alive();
    }

    String id() {
        return id;
    }

    void alive() {
        peer.emit(
                "session-alive",
                Json.object()
                        .put("sid", id)
                        .put("time", System.currentTimeMillis())
                        .put("thinking", true));
    }

    /// The agent says it; nobody waits for an answer.
    void say(String words) {
        peer.emit("message", AgentMessages.said(id, words));
    }

    void sayMany(int count, String prefix) {
        for (int number = 1; number <= count; number++) {
            say(prefix + number);
            if (number % BETWEEN_BARRIERS == 0) {
                flush();
                alive();
            }
        }
        flush();
    }

    /// Gives the session another name; not more often than answers come.
    void rename(String name) {
        ObjectNode write = Json.object().put("sid", id).put("expectedVersion", version.get());
        write.set("metadata", metadata.deepCopy().put("name", name));
        var _ =
                peer.asking("update-metadata", write)
                        .thenAccept(answer -> version.set(answer.path("version").asInt()));
    }

    /// The agent wants to run a command and waits; what it wanted before is over.
    void ask(String request) {
        ObjectNode write = Json.object().put("sid", id).put("expectedVersion", stateVersion.get());
        write.putObject("agentState")
                .putObject("requests")
                .putObject(request)
                .put("tool", "Bash")
                .put("createdAt", System.currentTimeMillis())
                .putObject("arguments")
                .put("command", "make check");
        JsonNode answer = peer.ask("update-state", write);
        stateVersion.set(answer.path("version").asInt());
    }

    void flush() {
        peer.flush();
    }
}
