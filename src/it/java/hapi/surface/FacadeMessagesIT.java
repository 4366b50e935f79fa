package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The queue of prompts, starting a session again, its export, and push subscriptions, over REST.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FacadeMessagesIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private HubClient client;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        client = hub.client();
    }

    private static JsonNode json(String quoted) {
        return Json.parse(quoted.replace('\'', '"'));
    }

    private String send(PlayedProcess process, String localId) {
        client.post(
                        "/api/sessions/" + process.id() + "/messages",
                        Json.object().put("text", "t " + localId).put("localId", localId))
                .ok();
        return client.messages(process.id()).stream()
                .filter(it -> it.path("localId").asString("").equals(localId))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'localId':'x'} | Invalid body",
                "{'text':'x','localId':''} | Invalid body",
                "{'text':'x','scheduledAt':1} | Invalid body",
                "{'text':'x','localId':'l','scheduledAt':9999999999999} | Invalid body",
                "{'text':'x','localId':'l','scheduledAt':1,'deliveryMode':'steer'} | Invalid body",
                "{'text':'x','attachments':[{}]} | Invalid body",
                "{'text':''} | Message requires text or attachments"
            })
    void messagesThatMakeNoSenseAreRefused(String body, String error) {
        PlayedProcess process = PlayedProcess.session(stage, hub, "{}");

        HubClient.Answer answer =
                client.post("/api/sessions/" + process.id() + "/messages", json(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asString()).isEqualTo(error);
    }

    @Test
    void aCancelHasFourOutcomes() {
        PlayedProcess process = PlayedProcess.session(stage, hub, "{}");
        String base = "/api/sessions/" + process.id() + "/messages/";
        String taken = send(process, "taken");
        ObjectNode consumed = Json.object().put("sid", process.id());
        consumed.putArray("localIds").add("taken");
        process.peer().emit("messages-consumed", consumed);
        process.peer().flush();
        String silent = send(process, "silent");

        JsonNode unknown = client.call("DELETE", base + "nobody", null).ok();
        JsonNode invoked = client.call("DELETE", base + taken, null).ok();
        // The played process says nothing, so nobody knows.
        JsonNode busy = client.call("DELETE", base + silent, null).ok();
        process.peer().close();
        JsonNode steered = client.post(base + silent + "/steer", Json.object()).ok();
        JsonNode retried = client.post(base + silent + "/retry", Json.object()).ok();
        JsonNode lost = client.post(base + "nobody/retry", Json.object()).ok();
        JsonNode cancelled = client.call("DELETE", base + "silent", null).ok();

        assertThat(unknown).isEqualTo(json("{'status':'cancelled','localId':null}"));
        assertThat(invoked.path("status").asString()).isEqualTo("invoked");
        assertThat(invoked.path("message").path("sessionId").asString()).isEqualTo(process.id());
        assertThat(invoked.path("message").path("invokedAt").isNumber()).isTrue();
        assertThat(busy).isEqualTo(json("{'status':'busy','localId':'silent'}"));
        assertThat(steered.path("status").asString()).isEqualTo("failed");
        assertThat(retried).isEqualTo(json("{'status':'retry-unavailable','localId':'silent'}"));
        assertThat(lost).isEqualTo(json("{'status':'not-found'}"));
        assertThat(cancelled).isEqualTo(json("{'status':'cancelled','localId':'silent'}"));
    }

    @Test
    void theStateOfQueuedPromptsIsToldByLocalId() {
        PlayedProcess process = PlayedProcess.session(stage, hub, "{}");
        send(process, "a");

        JsonNode state =
                client.post(
                                "/api/sessions/" + process.id() + "/messages/queued-state",
                                json("{'localIds':['a','unknown']}"))
                        .ok();

        assertThat(state)
                .isEqualTo(
                        json(
                                "{'queuedLocalIds':['a'],'indeterminateLocalIds':[],'invokedLocalMessages':[]}"));
    }

    @Test
    void aSessionIsStartedAgainUnderTheIdThatTheAnswerNames() {
        String old =
                PlayedProcess.newSession(
                        hub,
                        "{\"flavor\":\"claude\",\"machineId\":\"m-r\",\"claudeSessionId\":\"a1\"}");
        HubClient.Answer alone = client.post("/api/sessions/" + old + "/resume", Json.object());
        PlayedProcess machine = PlayedProcess.machine(stage, hub, "m-r", "{}");
        PlayedProcess fresh = PlayedProcess.session(stage, hub, "{\"flavor\":\"claude\"}");
        machine.answers(
                "spawn-happy-session",
                Json.object().put("type", "success").put("sessionId", fresh.id()).toString());

        HubClient.Answer wrong =
                client.post("/api/sessions/" + old + "/resume", json("{'permissionMode':'yolo'}"));
        JsonNode resumed =
                client.post("/api/sessions/" + old + "/resume", json("{'permissionMode':'plan'}"))
                        .ok();
        JsonNode again = client.post("/api/sessions/" + fresh.id() + "/reopen", Json.object()).ok();

        assertThat(alone.status()).isEqualTo(503);
        assertThat(alone.json())
                .isEqualTo(json("{'error':'No machine online','code':'no_machine_online'}"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(resumed)
                .isEqualTo(Json.object().put("type", "success").put("sessionId", fresh.id()));
        assertThat(machine.asked("spawn-happy-session").getLast())
                .contains("\"resumeSessionId\":\"a1\"", "\"permissionMode\":\"plan\"");
        assertThat(client.get("/api/sessions/" + old).status()).isEqualTo(404);
        assertThat(again)
                .isEqualTo(
                        Json.object()
                                .put("ok", true)
                                .put("sessionId", fresh.id())
                                .put("resumed", false));
    }

    @Test
    void whatCannotBeStartedAgainSaysWhatIsMissing() {
        String id = PlayedProcess.newSession(hub, "{\"path\":null}");

        HubClient.Answer resume = client.post("/api/sessions/" + id + "/resume", Json.object());
        HubClient.Answer reopen = client.post("/api/sessions/" + id + "/reopen", Json.object());

        assertThat(resume.status()).isEqualTo(409);
        assertThat(resume.json().path("code").asString()).isEqualTo("resume_unavailable");
        assertThat(reopen.status()).isEqualTo(422);
        assertThat(reopen.json().path("missing")).isEqualTo(json("['path']"));
    }

    @Test
    void anExportIsTheSessionWithAllItsMessages() {
        PlayedProcess process = PlayedProcess.session(stage, hub, "{}");
        for (int i = 0; i < 205; i++) {
            process.peer()
                    .emit(
                            "message",
                            Json.object().put("sid", process.id()).put("message", "line " + i));
        }
        process.peer().flush();

        JsonNode document = client.get("/api/sessions/" + process.id() + "/export").ok();

        assertThat(document.path("schemaVersion").asInt()).isEqualTo(2);
        assertThat(document.path("session").path("id").asString()).isEqualTo(process.id());
        assertThat(document.path("messages").valueStream().map(it -> it.path("seq").asInt()))
                .hasSize(205)
                .doesNotHaveDuplicates();
        assertThat(document.path("scratchlist").isEmpty()).isTrue();
    }

    @Test
    void browsersSubscribeWithOneKeyForEver() {
        String key = client.get("/api/push/vapid-public-key").ok().path("publicKey").asString();
        JsonNode browser =
                json("{'endpoint':'https://push.invalid/x','keys':{'p256dh':'a','auth':'b'}}");

        assertThat(client.post("/api/push/subscribe", browser).ok().path("ok").asBoolean())
                .isTrue();
        assertThat(client.post("/api/push/subscribe", browser).status()).isEqualTo(200);
        assertThat(client.post("/api/push/subscribe", json("{'endpoint':'x'}")).status())
                .isEqualTo(400);
        assertThat(client.call("DELETE", "/api/push/subscribe", browser).status()).isEqualTo(200);
        assertThat(client.call("DELETE", "/api/push/subscribe", browser).status()).isEqualTo(200);
        assertThat(client.call("DELETE", "/api/push/subscribe", Json.object()).status())
                .isEqualTo(400);
        byte[] point = java.util.Base64.getUrlDecoder().decode(key);
        assertThat(point).hasSize(65).startsWith(4);
        assertThat(client.get("/api/push/vapid-public-key").ok().path("publicKey").asString())
                .isEqualTo(key);
    }
}
