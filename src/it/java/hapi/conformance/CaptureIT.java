package hapi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Takes the recordings from the published hub: `mvn verify -Dit.test=CaptureIT -Dtest=none
/// -Dsurefire.failIfNoSpecifiedTests=false -Dhapi.capture=all`, or names of scenarios with commas.
/// Look at what changed before you commit it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "hapi.capture", matches = ".+")
class CaptureIT {
    @RegisterExtension final Stage stage = Stage.shared();

    private @org.jspecify.annotations.Nullable HubProcess hub;

    @ParameterizedTest
    @MethodSource("scenarios")
    void scenarioIsRecorded(String scenario) {
        if (hub == null) {
            hub = HubProcess.start(stage, Edition.PUBLISHED);
        }

        Recording recording = Scenarios.play(scenario, hub, null);

        assertThat(hub.client().isHealthy()).as("the hub has survived it").isTrue();
        assertThat(recording.exchanges()).isNotEmpty();
        recording.write(scenario);
    }

    static Iterable<String> scenarios() {
        String wanted = System.getProperty("hapi.capture", "");
        return wanted.equals("all") ? Scenarios.names() : List.of(wanted.split(","));
    }
}
