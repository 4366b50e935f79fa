package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Sets up what most scenarios start with.
final class Cast {
    private final Wire wire;

    Cast(Wire wire) {
        this.wire = wire;
    }

    /// A session that exists, without a command line.
    String session(String name, String flavor) {
        return session(name, Bodies.metadata(flavor));
    }

    String session(String name, JsonNode metadata) {
        Wire.Answer answer =
                wire.cli(
                        "create " + name,
                        "POST",
                        "/cli/sessions",
                        Bodies.session("tag-" + name, metadata));
        String id = answer.text("session", "id");
        wire.name(id, name);
        return id.isEmpty() ? "no-" + name : id;
    }

    /// Its command line, connected and alive.
    ScriptedPeer active(String name, String sessionId) {
        ScriptedPeer peer = wire.sessionPeer(name, sessionId);
        wire.emit("alive " + name, peer, "session-alive", Bodies.alive(sessionId));
        return peer;
    }

    /// Lets a peer serve these calls for a session or a machine.
    void serve(ScriptedPeer peer, String id, Map<String, Function<JsonNode, JsonNode>> calls) {
        calls.forEach((method, answer) -> {
            peer.answering(method, answer);
            peer.emit("rpc-register", Bodies.method(id, method));
        });
        peer.flush();
    }

    void serve(ScriptedPeer peer, String id, String method, String answer) {
        JsonNode result = Json.parse(answer.replace('\'', '"'));
        serve(peer, id, Map.of(method, params -> result));
    }
}
