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

/// The real Codex through our command line and our hub.
class CodexIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new CodexCase();
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
