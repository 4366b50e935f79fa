package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Machines: what is asked of them and what a person can start there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FacadeMachinesIT {
    private static final String CAPABLE = "{\"capabilities\":[\"agent-availability\"]}";

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private HubClient client;
    private PlayedProcess machine;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        client = hub.client();
        machine = PlayedProcess.machine(stage, hub, "m-1", CAPABLE);
    }

    @BeforeEach
    void beat() {
        machine.beatOfMachine();
    }

    private static JsonNode json(String quoted) {
        return Json.parse(quoted.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'success','sessionId':'s'} | {'type':'success','sessionId':'s'}",
                "{'type':'error','errorMessage':'Directory does not exist'} | {'type':'error','message':'Directory does not exist'}",
                "{'type':'error','errorMessage':'no','code':'outside_workspace_roots'} | {'type':'error','message':'no','code':'outside_workspace_roots'}",
                "{'type':'error','errorMessage':'no','code':'agent_unavailable','agent':'pi'} | {'type':'error','message':'no','code':'agent_unavailable','agent':'pi'}",
                "{'type':'requestToApproveDirectoryCreation','directory':'/x'} | {'type':'error','message':'Directory creation requires approval: /x'}",
                "'weird' | {'type':'error','message':'Unexpected spawn result: weird'}"
            })
    void everyAnswerOfARunnerIsSaidToThePerson(String said, String told) {
        machine.answers("spawn-happy-session", json(said).toString());

        JsonNode answer = client.post("/api/machines/m-1/spawn", json("{'directory':'/x'}")).ok();

        assertThat(answer).isEqualTo(json(told));
        assertThat(machine.asked("spawn-happy-session").getLast())
                .isEqualTo(
                        json("{'type':'spawn-in-directory','directory':'/x','agent':'claude','forkSession':false}")
                                .toString());
    }

    @Test
    void everythingAPersonMayChooseReachesTheRunner() {
        machine.answers("spawn-happy-session", "{\"type\":\"success\",\"sessionId\":\"s\"}");
        JsonNode wish =
                json(
                        "{'directory':'/p','agent':'codex','model':'m','modelReasoningEffort':'high','yolo':true,'sessionType':'worktree','worktreeName':'w','serviceTier':'fast','collaborationMode':'plan','permissionMode':'yolo','startingMode':'remote','token':'stolen','resumeSessionId':'x'}");

        client.post("/api/machines/m-1/spawn", wish).ok();

        assertThat(Json.parse(machine.asked("spawn-happy-session").getLast()))
                .isEqualTo(
                        json(
                                "{'type':'spawn-in-directory','directory':'/p','agent':'codex','model':'m','modelReasoningEffort':'high','yolo':true,'sessionType':'worktree','worktreeName':'w','permissionMode':'yolo','serviceTier':'fast','collaborationMode':'plan','startingMode':'remote','forkSession':false}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'directory':''} | Invalid body",
                "{} | Invalid body",
                "{'directory':'/x','agent':'nosuch'} | Invalid body",
                "{'directory':'/x','yolo':'yes'} | Invalid body",
                "{'directory':'/x','permissionMode':'root'} | Invalid body",
                "{'directory':'/x','agent':'agy','startingMode':'pty'} | AGY only supports remote mode"
            })
    void wishesThatMakeNoSenseAreRefused(String body, String error) {
        HubClient.Answer answer = client.post("/api/machines/m-1/spawn", json(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).isEqualTo(Json.object().put("error", error));
    }

    @Test
    void anOldRunnerMustBeUpgradedFirst() {
        PlayedProcess old = PlayedProcess.machine(stage, hub, "m-old", "{}");
        old.answers("spawn-happy-session", "{\"type\":\"success\",\"sessionId\":\"s\"}");

        JsonNode spawn = client.post("/api/machines/m-old/spawn", json("{'directory':'/x'}")).ok();
        HubClient.Answer agents = client.get("/api/machines/m-old/agent-availability");

        assertThat(spawn)
                .isEqualTo(
                        json(
                                "{'type':'error','message':'This runner must be upgraded before creating sessions','code':'runner_upgrade_required'}"));
        assertThat(agents.status()).isEqualTo(409);
        assertThat(agents.json().path("code").asString()).isEqualTo("runner_upgrade_required");
    }

    @Test
    void aRunnerWithoutTheMethodIsNamed() {
        PlayedProcess.machine(stage, hub, "m-bare", CAPABLE);

        assertThat(
                        client.post("/api/machines/m-bare/spawn", json("{'directory':'/x'}"))
                                .ok()
                                .path("message")
                                .asString())
                .isEqualTo("RPC handler not registered: m-bare:spawn-happy-session");
        assertError(
                client.get("/api/machines/m-bare/agent-availability"),
                500,
                "RPC handler not registered: m-bare:agent-availability");
        assertError(
                client.post("/api/machines/m-bare/list-directory", json("{'path':'/'}")),
                500,
                "RPC handler not registered: m-bare:list-directory");
        HubClient.Answer models = client.get("/api/machines/m-bare/codex-models");
        assertThat(models.status()).isEqualTo(503);
        assertThat(models.json())
                .isEqualTo(
                        json(
                                "{'success':false,'error':'RPC handler not registered: m-bare:listCodexModels','code':'rpc_target_missing'}"));
    }

    private static void assertError(HubClient.Answer answer, int status, String error) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").asString()).isEqualTo(error);
    }

    @Test
    void foldersAndAgentsAreAskedOfTheMachine() {
        machine.answers(
                "agent-availability",
                json("{'agents':[{'agent':'claude','available':true}]}").toString());
        machine.answers("list-directory", json("{'success':true,'entries':[]}").toString());
        machine.answers("path-exists", json("{'exists':{'/a':true,'/b':false}}").toString());

        assertThat(client.get("/api/machines/m-1/agent-availability").ok())
                .isEqualTo(json("{'agents':[{'agent':'claude','available':true}]}"));
        assertThat(
                        client.post(
                                        "/api/machines/m-1/list-directory",
                                        json("{'path':'/home','includeHidden':true}"))
                                .ok())
                .isEqualTo(json("{'success':true,'entries':[]}"));
        assertThat(machine.asked("list-directory").getLast())
                .isEqualTo(json("{'path':'/home','includeHidden':true}").toString());
        assertThat(
                        client.post(
                                        "/api/machines/m-1/paths/exists",
                                        json("{'paths':['/a',' /a ','/b',' ']}"))
                                .ok())
                .isEqualTo(json("{'exists':{'/a':true,'/b':false}}"));
        assertThat(machine.asked("path-exists"))
                .containsExactly(json("{'paths':['/a','/b']}").toString());
        assertThat(client.post("/api/machines/m-1/paths/exists", json("{'paths':[' ']}")).ok())
                .isEqualTo(json("{'exists':{}}"));
        assertThat(machine.asked("path-exists")).hasSize(1);
        assertThat(client.post("/api/machines/m-1/list-directory", Json.object()).status())
                .isEqualTo(400);
        assertThat(client.post("/api/machines/m-1/paths/exists", json("{'paths':[5]}")).status())
                .isEqualTo(400);
    }

    @Test
    void modelListsNeedAFolderWhereTheAgentLooksThere() {
        machine.answers(
                "listOpencodeModelsForCwd",
                json("{'success':true,'availableModels':[]}").toString());

        HubClient.Answer nowhere = client.get("/api/machines/m-1/opencode-models");
        JsonNode there = client.get("/api/machines/m-1/opencode-models?cwd=/p").ok();

        assertThat(nowhere.status()).isEqualTo(400);
        assertThat(nowhere.json())
                .isEqualTo(json("{'success':false,'error':'cwd query parameter is required'}"));
        assertThat(there).isEqualTo(json("{'success':true,'availableModels':[]}"));
        assertThat(machine.asked("listOpencodeModelsForCwd").getLast())
                .isEqualTo(json("{'cwd':'/p'}").toString());
    }

    @Test
    void aMachineHasANameUntilItIsTakenAway() {
        String path = "/api/machines/m-1";

        client.call("PATCH", path, json("{'displayName':'  My box '}")).ok();
        List<String> names = names();
        client.call("PATCH", path, json("{'displayName':''}")).ok();

        assertThat(names).contains("My box");
        assertThat(names()).doesNotContain("My box");
        assertError(
                client.call("PATCH", path, Json.object()),
                400,
                "Invalid body: displayName is required");
        assertError(
                client.call("PATCH", path, Json.object().put("displayName", "x".repeat(65))),
                400,
                "displayName must be at most 64 characters");
    }

    private List<String> names() {
        return client.machines().stream()
                .map(it -> it.path("metadata").path("displayName").asString(""))
                .toList();
    }

    @Test
    void onlyASupervisedRunnerIsEnded() {
        PlayedProcess supervised =
                PlayedProcess.machine(stage, hub, "m-sup", "{\"supervisedRestart\":true}");
        supervised.answers("stop-runner", "{\"message\":\"bye\"}");

        HubClient.Answer alone = client.post("/api/machines/m-1/restart-runner", Json.object());
        JsonNode ended = client.post("/api/machines/m-sup/restart-runner", Json.object()).ok();

        assertThat(alone.status()).isEqualTo(502);
        assertThat(alone.json().path("code").asString()).isEqualTo("restart_unsupported");
        assertThat(ended).isEqualTo(json("{'message':'bye'}"));
        assertThat(machine.asked("stop-runner")).isEmpty();
    }
}
