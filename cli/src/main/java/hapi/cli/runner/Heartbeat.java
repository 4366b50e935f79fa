package hapi.cli.runner;

import hapi.cli.spawn.ChildSessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a runner looks at from time to time, on its own thread: idle sessions, dead sessions, a
/// newer build, and whether the home still is its own. Then it rewrites its state file.
final class Heartbeat {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final RunnerFiles files;
    private final ChildSessions children;
    private final Optional<IdleStop> idle;
    private final Successor successor;
    private final Clock clock;

    Heartbeat(
            RunnerFiles files,
            ChildSessions children,
            Optional<IdleStop> idle,
            Successor successor,
            Clock clock) {
        this.files = files;
        this.children = children;
        this.idle = idle;
        this.successor = successor;
        this.clock = clock;
    }

    /// One beat; a word for why the runner has to end, or empty.
    ///
    /// @param isStopping whether somebody asked the runner to end
    Optional<String> beat(RunnerState state, BooleanSupplier isStopping) throws IOException {
        idle.ifPresent(it -> it.look(children.alive(), clock.millis()));
        Optional<RunnerState> written = files.read();
        if (written.isPresent() && !written.get().mark().equals(state.mark())) {
            log.info("runner with pid {} took over", written.get().pid());
            return Optional.of("replaced");
        }
        Optional<Path> newer = successor.due();
        if (newer.isPresent() && state.isSupervised()) {
            log.info("another build is installed, whoever watches over us starts it");
            return Optional.of("new-version");
        }
        if (newer.isPresent() && successor.takesOver(newer.get(), isStopping)) {
            return Optional.of("new-version");
        }
        children.alive();
        files.write(state.at(clock.instant().toString()));
        return Optional.empty();
    }
}
