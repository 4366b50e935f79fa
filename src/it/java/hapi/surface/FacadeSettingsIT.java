package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What a person sets of a session, and the machine's side of starting one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FacadeSettingsIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private final Map<String, PlayedProcess> byFlavor = new HashMap<>();
    private HubProcess hub;
    private HubClient client;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        client = hub.client();
    }

    private PlayedProcess session(String flavor) {
        PlayedProcess played =
                byFlavor.computeIfAbsent(
                        flavor,
                        it ->
                                PlayedProcess.session(
                                        stage, hub, Json.object().put("flavor", it).toString()));
        played.beat();
        return played;
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "claude | permission-mode | {'mode':'plan'} | {'permissionMode':'plan'}",
                "claude | model | {'model':'opus'} | {'model':'opus'}",
                "claude | model | {'model':null} | {'model':null}",
                "pi | model | {'model':{'provider':'a','modelId':'b'}} | {'model':{'provider':'a','modelId':'b'}}",
                "claude | effort | {'effort':'high'} | {'effort':'high'}",
                "codex | model-reasoning-effort | {'modelReasoningEffort':'low'} | {'modelReasoningEffort':'low'}",
                "codex | service-tier | {'serviceTier':'fast'} | {'serviceTier':'fast'}",
                "codex | collaboration-mode | {'mode':'plan'} | {'collaborationMode':'plan'}",
                "copilot | copilot-agent-mode | {'mode':'agent'} | {'copilotAgentMode':'agent'}"
            })
    void aChangeIsAskedOfTheProcessAndWhatItAppliesIsShown(
            String flavor, String route, String body, String asked) {
        PlayedProcess process = session(flavor);
        process.answers("set-session-config", "{\"applied\":" + json(asked) + "}");

        HubClient.Answer answer = set(process, route, body);

        assertThat(answer.ok().toString()).isEqualTo("{\"ok\":true}");
        assertThat(process.asked("set-session-config").getLast()).isEqualTo(json(asked));
        String key = Json.parse(json(asked)).propertyNames().iterator().next();
        JsonNode wanted = Json.parse(json(asked)).path(key);
        assertThat(client.session(process.id()).path(key))
                .isEqualTo(wanted.isObject() ? wanted.path("modelId") : wanted);
    }

    private HubClient.Answer set(PlayedProcess process, String route, String body) {
        return client.post("/api/sessions/" + process.id() + "/" + route, Json.parse(json(body)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "claude | permission-mode | {'mode':'nope'} | Invalid body",
                "claude | permission-mode | {} | Invalid body",
                "claude | permission-mode | {'mode':'yolo'} | Invalid permission mode for session flavor",
                "dsh | permission-mode | {'mode':'default'} | Permission mode not supported for session flavor",
                "claude | model | {} | Invalid body",
                "claude | model | {'model':{'provider':'a'}} | Invalid body",
                "dsh | model | {'model':'x'} | Model selection is not supported for this session",
                "codex | effort | {'effort':'high'} | Effort selection is not supported for this session type",
                "claude | model-reasoning-effort | {'modelReasoningEffort':'high'} | Model reasoning effort is only supported for Codex and OpenCode sessions",
                "claude | service-tier | {'serviceTier':'fast'} | Fast mode is only supported for Codex sessions",
                "codex | service-tier | {'serviceTier':'x'} | Invalid body",
                "claude | collaboration-mode | {'mode':'plan'} | Collaboration mode is only supported for Codex sessions"
            })
    void aChangeThatTheAgentDoesNotKnowIsRefused(
            String flavor, String route, String body, String error) {
        HubClient.Answer answer = set(session(flavor), route, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).isEqualTo(Json.object().put("error", error));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'error':'boom'} | boom",
                "{'applied':{}} | Session did not apply effort",
                "{} | Missing applied session config, got: {}"
            })
    void aChangeThatTheProcessDidNotApplyIsAConflict(String said, String error) {
        PlayedProcess process = session("grok").answers("set-session-config", json(said));

        HubClient.Answer answer = set(process, "effort", "{'effort':'high'}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("error").asString()).isEqualTo(error);
    }

    @Test
    void theTerminalKeepsItsModel() {
        PlayedProcess process = PlayedProcess.session(stage, hub, "{\"flavor\":\"codex\"}");
        process.peer()
                .ask(
                        "update-state",
                        Json.object()
                                .put("sid", process.id())
                                .put("expectedVersion", 1)
                                .set("agentState", Json.object().put("controlledByUser", true)));

        assertThat(set(process, "model", "{'model':'x'}").status()).isEqualTo(409);
    }

    @Test
    void anInactiveSessionTakesItsPermissionModeForTheNextStartAndNothingElse() {
        String id = PlayedProcess.newSession(hub, "{\"flavor\":\"claude\"}");

        HubClient.Answer mode =
                client.post(
                        "/api/sessions/" + id + "/permission-mode",
                        Json.object().put("mode", "plan"));
        HubClient.Answer model =
                client.post("/api/sessions/" + id + "/model", Json.object().put("model", "x"));

        assertThat(mode.ok().path("ok").asBoolean()).isTrue();
        assertThat(client.session(id).path("permissionMode").asString()).isEqualTo("plan");
        assertThat(client.session(id).path("metadata").path("preferredPermissionMode").asString())
                .isEqualTo("plan");
        assertThat(model.status()).isEqualTo(409);
        assertThat(model.json().path("code").asString()).isEqualTo("session_inactive");
    }

    @Test
    void nameTitleAndPinAreTheHubsToWrite() {
        String id = PlayedProcess.newSession(hub, "{\"flavor\":\"claude\"}");
        String path = "/api/sessions/" + id;

        client.call("PATCH", path, Json.object().put("name", "n")).ok();
        client.call("PATCH", path + "/summary", Json.object().put("text", " sum ")).ok();
        client.call("PUT", path + "/pin", Json.object().put("mode", "global")).ok();

        JsonNode session = client.session(id);
        assertThat(session.path("metadata").path("name").asString()).isEqualTo("n");
        assertThat(session.path("metadata").path("summary").path("text").asString())
                .isEqualTo("sum");
        assertThat(session.path("globalPinned").asBoolean()).isTrue();
        assertThat(client.sessions().getFirst().path("id").asString()).isEqualTo(id);
        client.call("PUT", path + "/pin", Json.object().put("mode", "none")).ok();
        assertThat(error(client.call("PUT", path + "/pin", Json.object().put("mode", "x"))))
                .isEqualTo("Invalid body: mode must be none, project, or global");
        assertThat(error(client.call("PATCH", path + "/summary", Json.object().put("text", " "))))
                .isEqualTo("Invalid body: text is required");
        assertThat(error(client.call("PATCH", path, Json.object())))
                .isEqualTo("Invalid body: name is required");
    }

    private static String error(HubClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        return answer.json().path("error").asString();
    }

    @Test
    void aCallThatNobodyAnswersIsAPlainFailure() {
        HubClient.Answer abort =
                client.post("/api/sessions/" + session("kimi").id() + "/abort", Json.object());

        assertThat(abort.status()).isEqualTo(500);
        assertThat(abort.body()).isEqualTo("Internal Server Error");
    }

    @Test
    void theListIsShortenedAndOrderedOnRequest() {
        PlayedProcess.newSession(hub, "{}");
        PlayedProcess.newSession(hub, "{}");
        int all = client.sessions().size();

        assertThat(listed("limit=1")).isEqualTo(1);
        assertThat(listed("limit=1.9")).isEqualTo(1);
        assertThat(listed("limit=0")).isEqualTo(1);
        assertThat(listed("limit=x")).isEqualTo(all);
        JsonNode ordered = client.get("/api/sessions?order=updatedAt").ok().path("sessions");
        assertThat(ordered.valueStream().map(it -> -it.path("updatedAt").asLong())).isSorted();
    }

    private int listed(String query) {
        return client.get("/api/sessions?" + query).ok().path("sessions").size();
    }

    @Test
    void pagesAskForSideFeaturesAndLearnThatThereAreNone() {
        String id = PlayedProcess.newSession(hub, "{}");

        assertThat(client.get("/api/hub-settings").ok().toString())
                .isEqualTo(json("{'sessionSummaryContract':false,'sessionSummaryInChat':false}"));
        assertThat(client.get("/api/sessions/" + id + "/scratchlist").ok().toString())
                .isEqualTo(json("{'entries':[]}"));
        assertThat(client.get("/api/voice/transcription/providers").ok().toString())
                .isEqualTo(json("{'providers':[]}"));
        assertThat(client.get("/api/voice/backend").ok().toString())
                .isEqualTo(json("{'backend':null,'backends':[]}"));
        assertThat(client.get("/api/storage/sqlite").ok().path("totalBytes").asLong()).isPositive();
        assertThat(hub.client().inNamespace("x").get("/api/storage/sqlite").status())
                .isEqualTo(403);
        for (String missing :
                new String[] {
                    "/api/usage/summary", "/api/voice/voices", "/api/work-graph/events"
                }) {
            HubClient.Answer answer = client.get(missing);
            assertThat(answer.status()).as(missing).isEqualTo(404);
            assertThat(answer.body()).as(missing).isEqualTo("404 Not Found");
        }
        assertThat(client.call("PUT", "/api/hub-settings", Json.object()).body())
                .isEqualTo("404 Not Found");
    }
}
