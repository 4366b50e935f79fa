package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A session's or machine's process, played by hand: it answers each method as told and remembers
/// what it was asked.
final class PlayedProcess {
    private final String id;
    private final SocketPeer peer;
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    private PlayedProcess(String id, SocketPeer peer) {
        this.id = id;
        this.peer = peer;
        peer.answering(request ->
                Json.parse(answers.getOrDefault(method(request), "{\"error\":\"not played\"}")));
    }

    /// A new session; `metadata` in addition to a path and a host.
    static String newSession(HubProcess hub, String metadata) {
        ObjectNode session = Json.object().put("tag", UUID.randomUUID().toString());
        ObjectNode all = session.putObject("metadata").put("path", "/home/u/p").put("host", "box");
        all.setAll((ObjectNode) Json.parse(metadata));
        return hub.client().createSession(session);
    }

    /// The process of an existing session, which makes it active.
    static PlayedProcess ofSession(Stage stage, HubProcess hub, String id) {
        PlayedProcess played = connect(stage, hub, id, Map.of("sessionId", id));
        played.beat();
        return played;
    }

    /// A new session with its process, active.
    static PlayedProcess session(Stage stage, HubProcess hub, String metadata) {
        return ofSession(stage, hub, newSession(hub, metadata));
    }

    /// A machine that is online; `metadata` in addition to what a machine must say.
    static PlayedProcess machine(Stage stage, HubProcess hub, String id, String metadata) {
        ObjectNode machine = Json.object().put("id", id);
        machine.putObject("metadata")
                .put("host", "box")
                .put("platform", "linux")
                .put("happyCliVersion", "0.30.7")
                .setAll((ObjectNode) Json.parse(metadata));
        hub.client().send("POST", "/cli/machines", machine, hub.token()).ok();
        PlayedProcess played =
                connect(stage, hub, id, Map.of("machineId", id, "clientType", "machine-scoped"));
        played.beatOfMachine();
        return played;
    }

    private static PlayedProcess connect(
            Stage stage, HubProcess hub, String id, Map<String, String> more) {
        Map<String, String> auth = new ConcurrentHashMap<>(more);
        auth.put("token", hub.token());
        SocketPeer peer = stage.keep(SocketPeer.connect(hub.url(), auth));
        assertThat(peer.outcome()).isEqualTo("connected");
        return new PlayedProcess(id, peer);
    }

    String id() {
        return id;
    }

    SocketPeer peer() {
        return peer;
    }

    void beat() {
        peer.emit(
                "session-alive",
                Json.object()
                        .put("sid", id)
                        .put("time", System.currentTimeMillis())
                        .put("thinking", false));
        peer.flush();
    }

    void beatOfMachine() {
        peer.emit(
                "machine-alive",
                Json.object().put("machineId", id).put("time", System.currentTimeMillis()));
        peer.flush();
    }

    /// Registers a method, if it has not yet, and fixes its answer (JSON).
    PlayedProcess answers(String method, String json) {
        if (answers.put(method, json) == null) {
            peer.emit("rpc-register", Json.object().put("method", id + ":" + method));
            peer.flush();
        }
        return this;
    }

    /// Withdraws a method.
    void forgets(String method) {
        answers.remove(method);
        peer.emit("rpc-unregister", Json.object().put("method", id + ":" + method));
        peer.flush();
    }

    /// Parameters of the calls of a method, oldest first.
    List<String> asked(String method) {
        return peer.events().stream()
                .filter(event -> event.name().equals("rpc-request"))
                .filter(event -> method(event.data()).equals(method))
                .map(event -> event.data().path("params").asString())
                .toList();
    }

    private static String method(JsonNode request) {
        String name = request.path("method").asString("");
        return name.substring(name.indexOf(':') + 1);
    }
}
