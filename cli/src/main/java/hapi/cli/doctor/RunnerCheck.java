package hapi.cli.doctor;

import hapi.cli.runner.RunnerClient;
import hapi.protocol.home.HapiHome;
import java.util.Map;

/// Whether a runner serves this home. None is no fault: not everybody starts sessions from afar,
/// and one that hangs is known by its lock.
final class RunnerCheck {
    private static final String NAME = "runner";
    private final HapiHome home;
    private final Map<String, String> environment;

    RunnerCheck(HapiHome home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    Finding examine() {
        return new RunnerClient(home, environment).running().isPresent()
                ? Finding.ok(NAME, "runs")
                : Finding.note(
                        NAME,
                        "does not run: the hub cannot start sessions here",
                        "If it shall: hapi runner start");
    }
}
