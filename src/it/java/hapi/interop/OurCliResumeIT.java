package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// An ended session that goes on: our runner starts Claude with its old conversation, in the same
/// session of the published hub.
@Tag("full")
class OurCliResumeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void resumedSessionKeepsItsChatAndItsConversation() {
        HubProcess hub = HubProcess.start(stage, Edition.PUBLISHED);
        HapiCli cli = HapiCli.of(stage, Edition.OURS, hub);
        cli.runner();
        String machine = hub.client().awaitMachine(LIMIT);
        Path project = stage.folder("resume");
        SteeredSession first = hub.client().spawnActive(machine, project, "claude");
        first.send("the first words");
        first.awaitLine("agent: I got: the first words");
        first.awaitReady(1);
        String agentSession = first.state().at("/metadata/claudeSessionId").asString();
        first.archive().ok();
        first.awaitInactive();

        JsonNode resumed =
                hub.client()
                        .post("/api/sessions/%s/resume".formatted(first.id()), Json.object())
                        .ok();

        SteeredSession second = hub.client().steer(resumed.path("sessionId").asString());
        second.awaitActive();
        second.send("the second words");
        second.awaitLine("agent: I got: the second words");
        assertThat(second.transcript()).anyMatch(line -> line.contains("the first words"));
        JsonNode metadata = second.state().path("metadata");
        assertThat(metadata.path("claudeSessionId").asString())
                .isNotEmpty()
                .isEqualTo(agentSession);
        assertThat(metadata.path("lifecycleState").asString()).isEqualTo("running");
        assertThat(metadata.has("archiveReason")).isFalse();
        assertThat(hub.client().sessions()).hasSize(1);
    }
}
