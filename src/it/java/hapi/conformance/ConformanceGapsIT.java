package hapi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The scenarios in which our hub is not yet like the published one: it differs exactly in what
/// `gaps.txt` lists, which only shrinks. A scenario without a line belongs to [ConformanceIT].
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceGapsIT {
    @RegisterExtension final Stage stage = Stage.shared();

    private final Baseline gaps = Baseline.gaps();
    private HubProcess hub;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void answersAsThePublishedHubDoes(String scenario) {
        List<Difference> differences = Scenarios.compare(scenario, hub);

        assertThat(gaps.unexplained(differences)).as("differences without a line").isEmpty();
        assertThat(gaps.stale(scenario, differences)).as("lines without a difference").isEmpty();
    }

    static Set<String> scenarios() {
        return Scenarios.WITH_GAPS;
    }
}
