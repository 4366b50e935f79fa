package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.model.ModelRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What our hub does beyond the published one, with any command line.
abstract class OurHubSteeringContract extends SteeringContract {
    private static final String REASON = "because the reports are not mine";

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }

    /// The published command line hands the reason on as the result of the tool and then stops the
    /// turn, so the agent itself need not say a word.
    @Test
    void reasonOfARefusalReachesTheAgent() {
        SteeredSession session = spawn(stage.folder("reason"));
        session.send(ClaudeScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitRequest("Bash");

        session.deny(request, Json.object().put("reason", REASON)).ok();

        ModelRequest told =
                stage.model()
                        .awaitRequest(
                                Duration.ofSeconds(60),
                                talk ->
                                        talk.prompt().contains(REASON)
                                                || talk.results().stream()
                                                        .anyMatch(r -> r.text().contains(REASON)));
        assertThat(told.conversation().folder()).endsWith("reason");
        session.awaitLine(REASON);
        assertThat(session.awaitDecided(request).path("reason").asString("")).isEqualTo(REASON);
        assertThat(session.transcript())
                .as("a reason that arrived is not repeated as a prompt")
                .noneMatch(line -> line.startsWith("user: Refused:"));
    }
}
