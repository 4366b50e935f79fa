package hapi.cli.runner;

import hapi.cli.config.CliConfig;
import hapi.cli.config.Launcher;
import hapi.cli.spawn.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the runner's place to a runner of the build that is installed now. The new one stops the
/// old one when it is ready to take over; when it does not get that far, the old one stays, and
/// that build is not tried again.
final class Successor {
    private static final Logger log = LoggerFactory.getLogger(Successor.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final CliConfig config;
    private final InstalledBuild build;
    private final List<String> arguments;
    private Optional<String> failed = Optional.empty();

    Successor(CliConfig config, InstalledBuild build, List<String> arguments) {
        this.config = config;
        this.build = build;
        this.arguments = List.copyOf(arguments);
    }

    /// Whether another build is installed that was not tried yet.
    Optional<Path> due() {
        return build.newer().filter(script -> !failed.equals(Optional.of(stamp(script))));
    }

    /// Starts it and waits until it has stopped us; false when it did not.
    ///
    /// @param isStopped whether somebody stopped us
    boolean takesOver(Path script, BooleanSupplier isStopped) {
        log.info("another build is installed, its runner takes over: {}", script);
        Launcher next = Launcher.at(script, config.environment());
        long deadline = System.nanoTime() + LIMIT.toNanos();
        boolean isStarted = new RunnerStart(config, next).launch(arguments);
        while (isStarted && !isStopped.getAsBoolean() && System.nanoTime() < deadline) {
            Processes.pause(LOOK);
        }
        if (isStopped.getAsBoolean()) {
            return true;
        }
        log.warn("the runner of the new build did not start, this one goes on");
        failed = Optional.of(stamp(script));
        return false;
    }

    private String stamp(Path script) {
        return script + InstalledBuild.of(Launcher.at(script, config.environment())).stamp();
    }
}
