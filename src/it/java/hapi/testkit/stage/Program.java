package hapi.testkit.stage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A real process of the test: no standard input, both outputs in one log file.
public final class Program implements AutoCloseable {
    private static final int TAIL_LINES = 25;

    private final String name;
    private final Process process;
    private final Path log;

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// Starts a program with exactly this environment.
    static Program start(
            String name,
            List<String> command,
            Path folder,
            Map<String, String> environment,
            Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new Program(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /// Everything it has printed so far.
    public String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The last lines of the log, for the message of a failure.
    public String tail() {
        List<String> lines = log().lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return "%s (pid %d, %s):%n%s"
                .formatted(
                        name,
                        pid(),
                        isRunning() ? "running" : "ended with " + process.exitValue(),
                        String.join("\n", last));
    }

    /// Asks it to end, as `kill` and service supervisors do, and demands that it does.
    ///
    /// @return its exit code
    public int stop(Duration limit) {
        process.destroy();
        return awaitEnd(limit);
    }

    /// Waits for its own end.
    ///
    /// @return its exit code
    public int awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("%s did not end within %s".formatted(name, limit));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of " + name, e);
        }
    }

    /// Ends it as a power cut does: this process alone, at once.
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }

    /// Ends it and everything it started, in whatever state they are.
    @Override
    public void close() {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        family.add(process.toHandle());
        Processes.end(family);
    }
}
