package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.CodexCase;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.AgentScenario;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The real Codex through our command line and our hub.
class CodexIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new CodexCase();
    }

    @Test
    void modelsAreListedBeforeThereIsASession() {
        JsonNode models = models("codex-models").path("models");

        assertThat(models.findValuesAsString("id")).isNotEmpty().doesNotHaveDuplicates();
        assertThat(models.valueStream().filter(it -> it.path("isDefault").asBoolean())).hasSize(1);
        assertThat(models.path(0).path("supportedReasoningEfforts").path(0).isString()).isTrue();
        assertThat(models("codex-models").path("models")).isEqualTo(models);
    }

    @Test
    void agentThatIsNotThereHasNoModelsAndTheAnswerSaysWhy() {
        JsonNode answer = models("opencode-models?cwd=" + stage.folder("nothing"));

        assertThat(answer.path("success").asBoolean(true)).isFalse();
        assertThat(answer.path("error").asString()).startsWith("OpenCode is not installed");
    }

    @Test
    void tierAndCollaborationModeOfASpawnReachHubAndModel() {
        ObjectNode options =
                Json.object()
                        // One of those that have a fast tier.
                        .put("model", models("codex-models").at("/models/0/id").asString())
                        .put("serviceTier", "fast")
                        .put("collaborationMode", "plan");
        String id =
                hub().client()
                        .spawn(machine(), stage.folder("tier"), agent().flavor(), options)
                        .ok()
                        .path("sessionId")
                        .asString();
        SteeredSession session = hub().client().steer(id);
        session.awaitActive();

        session.send("the words of a fast turn");
        JsonNode request = told("the words of a fast turn").body();

        assertThat(session.state().path("serviceTier").asString()).isEqualTo("fast");
        assertThat(session.state().path("collaborationMode").asString()).isEqualTo("plan");
        assertThat(request.path("service_tier").asString()).isEqualTo("priority");
        assertThat(request.toString()).contains("Plan Mode");
    }

    private JsonNode models(String list) {
        return hub().client().get("/api/machines/%s/%s".formatted(machine(), list)).ok();
    }

    @Test
    void waitingPromptIsPutIntoTheRunningTurn() {
        SteeredSession session = spawn("steer");
        session.send(AgentScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitQuestion();
        session.send("and do hurry", "hurry");

        JsonNode answer =
                hub().client()
                        .post(
                                "/api/sessions/" + session.id() + "/messages/hurry/steer",
                                Json.object())
                        .ok();
        session.approve(request, Json.object()).ok();

        assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("steered");
        session.awaitLine("agent: I got: and do hurry");
        session.awaitReady(1);
        assertThat(session.transcript().stream().filter(line -> line.contains("hurry")))
                .as("given once, answered once")
                .hasSize(2);
    }
}
