package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a published hub 0.30.7 kept is there after an import into ours, as it was.
class PublishedImportIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    @Test
    void sessionOfAPublishedHubIsTheSameInOurs() {
        HubProcess published = HubProcess.start(stage, Edition.PUBLISHED);
        String id = play(published);
        List<JsonNode> before = published.client().messages(id);
        JsonNode session = published.client().session(id);
        published.stop();
        HubProcess ours = HubProcess.start(stage, Edition.OURS);
        ours.stop();

        assertThat(importInto(ours, published.home().resolve("hapi.db")))
                .containsPattern("sessions +1 new")
                .containsPattern("messages +7 new")
                .containsPattern("machines +1 new");
        assertThat(importInto(ours, published.home().resolve("hapi.db")))
                .containsPattern("messages +0 new +7 there already");
        ours.restart();

        List<JsonNode> after = ours.client().messages(id);
        assertThat(after.stream().map(it -> it.path("id").asString()).toList())
                .isEqualTo(before.stream().map(it -> it.path("id").asString()).toList());
        for (int i = 0; i < before.size(); i++) {
            for (String key : List.of("seq", "localId", "content", "createdAt", "invokedAt")) {
                assertThat(after.get(i).path(key))
                        .as(key + " of message " + i)
                        .isEqualTo(before.get(i).path(key));
            }
        }
        JsonNode now = ours.client().session(id);
        for (String key :
                List.of(
                        "tag",
                        "createdAt",
                        "metadata",
                        "metadataVersion",
                        "agentState",
                        "agentStateVersion",
                        "todos",
                        "model")) {
            assertThat(now.path(key)).as(key).isEqualTo(session.path(key));
        }
        ours.stop();
    }

    /// A prompt, short and long answers, a todo list; the long ones are kept packed.
    private static String play(HubProcess hub) {
        ObjectNode machine = Json.object().put("id", "3f0c1a52-52a8-4a57-9a49-6f4d9d2a7c11");
        machine.putObject("metadata").put("host", "box").put("platform", "linux");
        hub.client().send("POST", "/cli/machines", machine, hub.token()).ok();
        ObjectNode request = Json.object().put("tag", "import").put("model", "opus");
        request.putObject("metadata").put("path", "/p").put("host", "box").put("flavor", "claude");
        request.putObject("agentState").put("controlledByUser", false);
        String id = hub.client().createSession(request);
        SocketPeer cli =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", id)));
        assertThat(cli.outcome()).isEqualTo("connected");
        cli.emit(
                "session-alive",
                Json.object().put("sid", id).put("time", System.currentTimeMillis()));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> hub.client().session(id).path("active").asBoolean());
        hub.client()
                .post(
                        "/api/sessions/" + id + "/messages",
                        Json.object().put("text", "first").put("localId", "l-1"))
                .ok();
        ObjectNode consumed = Json.object().put("sid", id);
        consumed.putArray("localIds").add("l-1");
        cli.emit("messages-consumed", consumed);
        for (int i = 0; i < 6; i++) {
            String text = i % 2 == 0 ? "short " + i : "lang und länger 🙂 ".repeat(80);
            ObjectNode message = Json.object().put("sid", id);
            ObjectNode body = message.putObject("message").put("role", "agent");
            ObjectNode content = body.putObject("content").put("type", "codex");
            content.putObject("data").put("type", "message").put("message", text);
            cli.emit("message", message);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> hub.client().messages(id).size() == 7);
        cli.close();
        return id;
    }

    private static String importInto(HubProcess hub, Path file) {
        Program program =
                stage.start(
                        "import",
                        Edition.OURS.command("hub", "import", "--from", file.toString()),
                        hub.home(),
                        Map.of("HAPI_HOME", hub.home().toString()));
        await().atMost(Duration.ofSeconds(60)).until(() -> !program.isRunning());
        return program.tail();
    }
}
