package hapi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Our hub answers as the published one was recorded to answer. Whatever differs is a line with a
/// reason in `baseline.txt`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceIT {
    private static final double MEANT_SHARE = 0.01;
    private static final int SHOWN = 10;

    @RegisterExtension final Stage stage = Stage.shared();

    private final Baseline baseline = Baseline.read();
    private HubProcess hub;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void answersAsThePublishedHubDoes(String scenario) {
        List<Difference> differences = Scenarios.compare(scenario, hub);

        assertThat(baseline.unexplained(differences).stream().limit(SHOWN))
                .as("differences nobody meant, all of them are in target/conformance")
                .isEmpty();
        assertThat(baseline.stale(scenario, differences))
                .as("lines without a difference")
                .isEmpty();
    }

    @Test
    void littleIsMeantToDiffer() {
        long exchanges =
                StreamSupport.stream(Scenarios.names().spliterator(), false)
                        .mapToLong(scenario -> Recording.read(scenario).exchanges().size())
                        .sum();

        assertThat(exchanges).isGreaterThanOrEqualTo(150);
        assertThat((double) baseline.lines().size()).isLessThanOrEqualTo(exchanges * MEANT_SHARE);
    }

    static Iterable<String> scenarios() {
        return Scenarios.names();
    }
}
