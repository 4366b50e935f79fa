package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.Agents;
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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An agent that we know nothing of but its command, with either hub.
@Tag("full")
class AnyAcpIT {
    @RegisterExtension final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource(Edition.class)
    void commandOfAPersonIsSteeredLikeAnyAgent(Edition hubEdition) {
        AgentCase agent = new OpenCodeCase();
        stage.play(agent.scenario());
        HubProcess hub = HubProcess.start(stage, hubEdition);
        Path project = stage.folder("project");
        HapiCli.with(agent, stage, Edition.OURS, hub)
                .start(
                        "session",
                        project,
                        "acp",
                        "--command",
                        "'%s' acp".formatted(Agents.openCode()),
                        "--hapi-starting-mode",
                        "remote");
        SteeredSession session = hub.client().awaitSessionIn(project, Duration.ofSeconds(60));

        session.send("the first words");
        session.awaitLine("agent: I got: the first words");
        session.awaitReady(1);
        session.send(AgentScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitQuestion();
        session.approve(request, Json.object()).ok();
        session.awaitLine("agent: " + AgentScenario.COMMAND_DONE);

        assertThat(session.state().at("/metadata/flavor").asString()).isEqualTo("acp");
    }
}
