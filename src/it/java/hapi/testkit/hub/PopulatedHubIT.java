package hapi.testkit.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.sample.Sample;
import hapi.testkit.hub.sample.SampleMachine;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class PopulatedHubIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private static PopulatedHub hub;

    @BeforeAll
    static void fill() {
        hub = PopulatedHub.start(stage);
    }

    @Test
    void sessionsMachinesAndOpenRequestsAreThere() {
        List<JsonNode> sessions = hub.hub().client().sessions();

        assertThat(sessions).hasSize(Sample.values().length);
        assertThat(sessions.stream().filter(it -> it.path("active").asBoolean()))
                .hasSize((int) List.of(Sample.values()).stream().filter(Sample::isActive).count());
        assertThat(sessions.stream().mapToInt(it -> it.path("pendingRequestsCount").asInt()).sum())
                .isEqualTo(8);
        assertThat(
                        hub.hub().client().machines().stream()
                                .filter(it -> it.path("active").asBoolean()))
                .hasSize(
                        (int)
                                List.of(SampleMachine.values()).stream()
                                        .filter(SampleMachine::isOnline)
                                        .count());
        assertThat(hub.hub().client().steer(Sample.LONG.id()).transcript()).hasSize(40 * 6);
    }

    @Test
    void processesAnswerForFilesAndTakeDecisions() {
        HubClient client = hub.hub().client();
        String path = "/api/sessions/%s".formatted(Sample.RISKY_COMMAND.id());

        JsonNode listed = client.get(path + "/directory?path=src").ok();
        JsonNode status = client.get(path + "/git-status").ok();
        client.post(path + "/permissions/tide-2/deny", Json.object()).ok();

        assertThat(listed.path("entries").valueStream().map(it -> it.path("name").asString()))
                .containsExactly("export", "main.rs");
        assertThat(status.path("stdout").asString()).contains("branch.head webp-export");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.steer(Sample.RISKY_COMMAND.id()).openRequests().isEmpty());
        assertThat(hub.session(Sample.RISKY_COMMAND).calls("permission")).hasSize(1);
    }
}
