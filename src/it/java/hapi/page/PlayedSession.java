package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.AgentMessages;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A session without an agent: the test plays its command line, where only the page matters and the
/// agent does not.
final class PlayedSession {
    private final Stage stage;
    private final HubProcess hub;
    private final String id;
    private SocketPeer peer;
    private int stateVersion = 1;

    private PlayedSession(Stage stage, HubProcess hub, String id) {
        this.stage = stage;
        this.hub = hub;
        this.id = id;
        this.peer = connect();
    }

    /// Makes a session that is active and does nothing.
    static PlayedSession start(Stage stage, HubProcess hub, String name) {
        ObjectNode body = Json.object().put("tag", name + "-" + UUID.randomUUID());
        body.putObject("metadata")
                .put("path", "/home/me/" + name)
                .put("host", "workshop")
                .put("flavor", "claude");
        JsonNode answer =
                hub.client().send("POST", "/cli/sessions", body, hub.token()).ok().path("session");
        return new PlayedSession(stage, hub, answer.path("id").asString());
    }

    String id() {
        return id;
    }

    /// Connects again, after the hub was away.
    void reconnect() {
        peer.close();
        peer = connect();
    }

    /// The agent says something.
    void say(String words) {
        peer.ask("message", AgentMessages.said(id, words));
    }

    /// The agent says `count` things, `prefix` and the number from 1. Many at once on the wire.
    void sayMany(int count, String prefix) {
        for (int number = 1; number <= count; number++) {
            peer.emit("message", AgentMessages.said(id, prefix + number));
            if (number % 500 == 0) {
                peer.flush();
                alive();
            }
        }
        peer.flush();
    }

    /// The agent calls a tool; its result is not there yet.
    void call(String id, String tool, JsonNode input) {
        ObjectNode data = Json.object().put("type", "tool-call").put("name", tool);
        data.put("callId", id).set("input", input);
        peer.ask("message", AgentMessages.of(this.id, data));
    }

    /// What the tool gave back.
    void result(String id, String output) {
        ObjectNode data = Json.object().put("type", "tool-call-result").put("callId", id);
        peer.ask("message", AgentMessages.of(this.id, data.put("output", output)));
    }

    /// The agent wants to run a command.
    void ask(String request, String command) {
        ask(request, "Bash", Json.object().put("command", command));
    }

    /// The agent wants to use a tool.
    void ask(String request, String tool, JsonNode input) {
        ObjectNode state = Json.object();
        state.putObject("requests")
                .putObject(request)
                .put("tool", tool)
                .put("createdAt", System.currentTimeMillis())
                .set("arguments", input);
        write(state);
    }

    /// The agent wants to run two commands.
    void askTwo(String first, String firstCommand, String second, String secondCommand) {
        ObjectNode state = Json.object();
        ObjectNode requests = state.putObject("requests");
        long now = System.currentTimeMillis();
        requests.putObject(first)
                .put("tool", "Bash")
                .put("createdAt", now)
                .set("arguments", Json.object().put("command", firstCommand));
        requests.putObject(second)
                .put("tool", "Bash")
                .put("createdAt", now + 1)
                .set("arguments", Json.object().put("command", secondCommand));
        write(state);
    }

    /// The command line confirms what was decided about a request.
    void confirm(String request, JsonNode decision) {
        boolean isAllowed = decision.path("approved").asBoolean();
        ObjectNode state = Json.object();
        state.putObject("requests");
        state.putObject("completedRequests")
                .putObject(request)
                .put("tool", "Bash")
                .put("createdAt", System.currentTimeMillis())
                .put("completedAt", System.currentTimeMillis())
                .put("status", isAllowed ? "approved" : "denied");
        write(state);
    }

    /// The decisions that reached the command line so far.
    List<JsonNode> decisions() {
        List<JsonNode> decisions = new ArrayList<>();
        for (SocketPeer.Event event : peer.events()) {
            if (event.data().path("method").asString("").endsWith(":permission")) {
                decisions.add(Json.parse(event.data().path("params").asString()));
            }
        }
        return decisions;
    }

    void awaitDecision() {
        peer.await("rpc-request", data -> data.path("method").asString("").endsWith(":permission"));
    }

    void alive() {
        alive(false);
    }

    /// The agent is at work, until [#alive].
    void works() {
        alive(true);
    }

    private void alive(boolean isThinking) {
        peer.emit(
                "session-alive",
                Json.object()
                        .put("sid", id)
                        .put("time", System.currentTimeMillis())
                        .put("thinking", isThinking));
        peer.flush();
    }

    private void write(ObjectNode agentState) {
        ObjectNode write = Json.object().put("sid", id).put("expectedVersion", stateVersion);
        write.set("agentState", agentState);
        JsonNode answer = peer.ask("update-state", write);
        assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("success");
        stateVersion = answer.path("version").asInt();
    }

    private SocketPeer connect() {
        SocketPeer connected =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", id)));
        assertThat(connected.outcome()).isEqualTo("connected");
        connected.answering(request -> Json.parse("null"));
        connected.emit("rpc-register", Json.object().put("method", id + ":permission"));
        peer = connected;
        alive();
        return connected;
    }
}
