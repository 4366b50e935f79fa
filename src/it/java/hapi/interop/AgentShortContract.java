package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.agent.AgentCase;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.AgentScenario;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The heart of [AgentContract] in one session of a real agent, short enough for every run.
abstract class AgentShortContract {
    @RegisterExtension final Stage stage = new Stage();

    abstract AgentCase agent();

    @Test
    void oneSessionAnswersRunsACommandAndShowsAChange() {
        stage.play(agent().scenario());
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        Path project = stage.folder("project");
        HapiCli.with(agent(), stage, Edition.OURS, hub)
                .start("session", project, agent().flavor(), "--hapi-starting-mode", "remote");
        SteeredSession session = hub.client().awaitSessionIn(project, Duration.ofSeconds(60));

        session.send("the first words");
        session.awaitLine("agent: I got: the first words");
        session.awaitReady(1);
        session.send(AgentScenario.RUN_COMMAND);
        PermissionRequest command = session.awaitQuestion();
        assertThat(command.arguments().toString()).contains(AgentScenario.COMMAND);
        session.approve(command, Json.object()).ok();
        session.awaitLine("agent: " + AgentScenario.COMMAND_DONE);
        session.awaitReady(2);
        session.send(AgentScenario.WRITE_FILE);
        PermissionRequest change = session.awaitQuestion();
        assertThat(change.arguments().toString()).contains("first line", "second line");
        session.approve(change, Json.object()).ok();
        session.awaitLine("agent: " + AgentScenario.WRITTEN);

        assertThat(project.resolve(AgentScenario.COMMAND_FILE)).exists();
        assertThat(project.resolve(AgentScenario.NOTE_FILE)).hasContent(AgentScenario.NOTE);
    }
}
