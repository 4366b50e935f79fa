package hapi.testkit.hub;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HubProcessIT {
    @RegisterExtension final Stage stage = new Stage();

    @Test
    void ourHubStartsStopsAndStartsAgainOnTheSameHomeAndPort() {
        lifeOf(HubProcess.start(stage, Edition.OURS));
    }

    @Test
    @Tag("full")
    void publishedHubStartsStopsAndStartsAgainOnTheSameHomeAndPort() {
        lifeOf(HubProcess.start(stage, Edition.PUBLISHED));
    }

    private static void lifeOf(HubProcess hub) {
        String first = hub.client().signIn();
        hub.stop();
        assertThat(hub.client().isHealthy()).isFalse();

        hub.restart();
        assertThat(hub.client().send("GET", "/api/sessions", null, first).status()).isEqualTo(200);
        try (EventStream events = hub.client().events("all=true")) {
            events.await(
                    Duration.ofSeconds(30), event -> event.type().equals("connection-changed"));
            hub.kill();
        }

        hub.restart();
        assertThat(hub.client().send("GET", "/api/sessions", null, first).status()).isEqualTo(200);
        assertThat(hub.client().send("GET", "/api/sessions", null, "nonsense").status())
                .isEqualTo(401);
    }
}
