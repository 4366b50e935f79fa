package hapi.compare;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.compare.Compare.Options;
import hapi.testkit.hub.Edition;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The comparison in its smallest size, so that it still works on the day when figures are wanted.
/// What it measures here means nothing.
@EnabledOnOs(OS.LINUX)
class CompareIT {
    @TempDir Path prepared;

    @Test
    @Tag("full")
    void everyCaseWorksAgainstOurHubAndLosesNothing() throws Exception {
        Options options = Options.of("only=ours", "size=tiny", "rounds=1");

        Report report = new Compare(options, prepared).run();

        // A beat delivers again what nobody has reported as consumed yet: that is the protocol.
        assertThat(report.faults(Edition.OURS))
                .allMatch(fault -> fault.matches(".*: \\d+ delivered again"));
        assertThat(report.markdown())
                .contains("| ingest 1 KB, 2 sockets | us | 1 |")
                .contains("| fan-out gzip, 3 readers | us | 1 |")
                .contains("| web to command line, 2 callers | us | 1 |")
                .contains("| latest page of 300, gzip | us | 1 |")
                .contains("| idle with 5 sockets | CPU s/min | 1 |");
    }
}
