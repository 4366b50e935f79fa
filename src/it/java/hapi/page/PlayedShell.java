package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.ScriptedPeer;
import hapi.testkit.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A session whose shell the test plays: it prints what the test says and repeats nothing by
/// itself.
final class PlayedShell {
    private final String id;
    private final ScriptedPeer peer;
    private final List<JsonNode> opened = new CopyOnWriteArrayList<>();
    private final List<String> typed = new CopyOnWriteArrayList<>();

    private PlayedShell(String id, ScriptedPeer peer) {
        this.id = id;
        this.peer = peer;
    }

    static PlayedShell start(Stage stage, HubProcess hub, String name) {
        ObjectNode body = Json.object().put("tag", name + "-" + UUID.randomUUID());
        body.putObject("metadata")
                .put("path", "/home/me/" + name)
                .put("host", "workshop")
                .put("flavor", "claude");
        String id =
                hub.client()
                        .send("POST", "/cli/sessions", body, hub.token())
                        .ok()
                        .path("session")
                        .path("id")
                        .asString();
        ScriptedPeer peer =
                stage.keep(
                        ScriptedPeer.connect(
                                hub.url(), "/cli", Map.of("token", hub.token(), "sessionId", id)));
        assertThat(peer.outcome()).isEqualTo("connected");
        PlayedShell shell = new PlayedShell(id, peer);
        peer.on("terminal:open", shell::open);
        peer.on("terminal:write", data -> shell.typed.add(data.path("data").asString("")));
        peer.on("terminal:resize", shell.opened::add);
        peer.emit(
                "session-alive",
                Json.object()
                        .put("sid", id)
                        .put("time", System.currentTimeMillis())
                        .put("thinking", false));
        peer.flush();
        return shell;
    }

    private void open(JsonNode data) {
        opened.add(data);
        peer.emit("terminal:ready", about());
    }

    /// Every file of the session has this content.
    void holds(String content) {
        String base64 =
                Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        peer.serve(id, "readFile", _ -> Json.object().put("success", true).put("content", base64));
        peer.flush();
    }

    String id() {
        return id;
    }

    /// Prints this in the terminal that was opened last.
    void say(String output) {
        peer.emit("terminal:output", about().put("data", output));
    }

    void exit(int code) {
        peer.emit("terminal:exit", about().put("code", code).putNull("signal"));
    }

    /// The terminals that were opened so far.
    List<String> terminals() {
        return opened.stream().map(it -> it.path("terminalId").asString()).distinct().toList();
    }

    /// Columns as they were told last.
    int columns() {
        return opened.getLast().path("cols").asInt();
    }

    int rows() {
        return opened.getLast().path("rows").asInt();
    }

    /// All that was typed, or answered by the terminal itself.
    String typed() {
        return String.join("", typed);
    }

    private ObjectNode about() {
        return Json.object().put("sessionId", id).put("terminalId", terminals().getLast());
    }
}
