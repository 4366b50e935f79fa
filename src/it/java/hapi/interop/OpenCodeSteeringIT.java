package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.agent.OpenCodeCase;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.AgentScenario;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A message that waits is put into the running turn of the real OpenCode.
@Tag("full")
class OpenCodeSteeringIT {
    @RegisterExtension final Stage stage = new Stage();

    @Test
    void waitingMessageJoinsTheRunningTurn() {
        OpenCodeCase agent = new OpenCodeCase();
        stage.play(agent.scenario());
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        Path project = stage.folder("project");
        HapiCli.with(agent, stage, Edition.OURS, hub)
                .start("session", project, "opencode", "--hapi-starting-mode", "remote");
        SteeredSession session = hub.client().awaitSessionIn(project, Duration.ofSeconds(60));

        session.send(AgentScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitQuestion();
        session.send("and think of this", "local-steered");
        var answer =
                hub.client()
                        .post(
                                "/api/sessions/%s/messages/local-steered/steer"
                                        .formatted(session.id()),
                                Json.object())
                        .ok();
        session.approve(request, Json.object()).ok();

        assertThat(answer.path("status").asString()).isEqualTo("steered");
        session.awaitLine("agent: I got: and think of this");
        session.awaitReady(1);
        session.send("afterwards");
        session.awaitLine("agent: I got: afterwards");
    }
}
