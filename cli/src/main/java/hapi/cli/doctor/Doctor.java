package hapi.cli.doctor;

import hapi.cli.config.CliConfig;
import hapi.protocol.home.BrokenSettingsException;
import hapi.protocol.home.HapiHome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs all checks, in the order in which one depends on the other: the home, then the way to the
/// hub, then what runs here. Changes nothing.
public final class Doctor {
    private final Map<String, String> environment;
    private final Clock clock;
    private final Duration limit;

    /// @param limit how long the hub may take for one answer
    public Doctor(Map<String, String> environment, Clock clock, Duration limit) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.limit = limit;
    }

    /// Asks the hub up to five questions, each at most as long as the limit.
    public List<Finding> examine() {
        HapiHome home = HapiHome.of(environment);
        List<Finding> findings = new ArrayList<>();
        findings.addAll(new HomeCheck(home).examine());
        findings.add(new LockCheck(home, environment, clock).examine());
        try {
            CliConfig config = CliConfig.load(environment);
            findings.addAll(new HubCheck(config, clock, limit).examine());
        } catch (BrokenSettingsException e) {
            findings.add(
                    findings.stream().anyMatch(Finding::isFault)
                            ? Finding.skipped("settings", "the home has a fault of its own")
                            : Finding.fault(
                                    "settings",
                                    String.valueOf(e.getMessage()),
                                    "Correct the file by hand, or move it away and run: hapi auth"
                                            + " login"));
            findings.addAll(HubCheck.skipped("the settings cannot be read"));
        }
        findings.add(new AgentCheck(environment).examine());
        findings.add(new RunnerCheck(home, environment).examine());
        return findings;
    }
}
