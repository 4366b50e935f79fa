package hapi.cli.runner;

import hapi.cli.config.CliConfig;
import hapi.cli.config.Launcher;
import hapi.cli.spawn.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the runner as a process of its own.
public final class RunnerStart {
    private static final Logger log = LoggerFactory.getLogger(RunnerStart.class);
    private final CliConfig config;
    private final Launcher launcher;

    public RunnerStart(CliConfig config, Launcher launcher) {
        this.config = config;
        this.launcher = launcher;
    }

    /// Starts `runner start-sync` detached and waits until it has written its state; false when it
    /// did not within `limit`.
    public boolean start(List<String> options, Duration limit) {
        long before = previous();
        if (!launch(options)) {
            return false;
        }
        RunnerClient client = new RunnerClient(config.home(), config.environment());
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<RunnerState> state = client.running();
            if (state.isPresent() && state.get().pid() != before) {
                return true;
            }
            Processes.pause(Duration.ofMillis(100));
        }
        return false;
    }

    /// Starts it and does not wait; false when there is no process.
    boolean launch(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("runner", "start-sync"));
        arguments.addAll(options);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(launcher.detached(arguments))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(config.environment());
            // Only what the system's service program starts itself is watched over.
            builder.environment().remove("HAPI_RUNNER_SUPERVISED");
            builder.start().getOutputStream().close();
            return true;
        } catch (IOException e) {
            log.warn("cannot start the runner: {}", e.getMessage());
            return false;
        }
    }

    /// Makes sure that a runner of this build, hub, machine and token runs; does not wait for it. A
    /// runner that serves something else is replaced; its sessions live on.
    public void ensure(String token) {
        RunnerClient client = new RunnerClient(config.home(), config.environment());
        Optional<RunnerState> running = client.running();
        RunnerIdentity identity = RunnerIdentity.of(config, launcher, token);
        if (running.isPresent() && running.get().servesLike(identity)) {
            return;
        }
        Thread.ofVirtual().name("hapi-runner-start").start(() -> replace(client, running));
    }

    /// The new one keeps to what a person said about the old one, such as its workspace roots.
    private void replace(RunnerClient client, Optional<RunnerState> old) {
        client.stop();
        if (old.filter(RunnerState::isSupervised).isPresent()) {
            return; // Whoever watches over it starts it again, from the build that is there now.
        }
        List<String> options = old.map(RunnerState::arguments).orElse(List.of());
        if (!start(options, Duration.ofSeconds(15))) {
            log.warn("the runner did not start; its log is in {}", config.home().resolve("logs"));
        }
    }

    private long previous() {
        return new RunnerFiles(config.home()).readLive().map(RunnerState::pid).orElse(-1L);
    }
}
