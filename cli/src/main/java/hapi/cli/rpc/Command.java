package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.CommandResult;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Runs one program without a shell, with a time limit and a limit on what is kept of its output.
/// At most four at once in this process; the fifth waits.
final class Command {
    /// An answer travels as JSON in JSON, in which one byte can become seven, in a frame of at most
    /// 48 MiB.
    static final int MAX_OUTPUT = 5 * 1024 * 1024;

    private static final int MAX_ERRORS = 256 * 1024;

    /// Not an empty pipe: a search without a path would look there.
    private static final ProcessBuilder.Redirect NOTHING =
            ProcessBuilder.Redirect.from(new File(File.separatorChar == '/' ? "/dev/null" : "NUL"));

    private static final Semaphore SLOTS = new Semaphore(4, true);

    private Command() {}

    static CommandResult run(
            List<String> words, Path folder, Map<String, String> variables, Duration limit) {
        try {
            if (!SLOTS.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return CommandResult.refused("Too many commands at once");
            }
            try {
                return start(words, folder, variables, limit);
            } finally {
                SLOTS.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandResult.refused("Interrupted");
        }
    }

    private static CommandResult start(
            List<String> words, Path folder, Map<String, String> variables, Duration limit)
            throws InterruptedException {
        Process process;
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(located(words, variables))
                            .directory(folder.toFile())
                            .redirectInput(NOTHING);
            builder.environment().clear();
            builder.environment().putAll(variables);
            process = builder.start();
        } catch (IOException e) {
            return CommandResult.refused(
                    "%s cannot be run: %s".formatted(words.getFirst(), e.getMessage()));
        }
        Kept out = new Kept(process.getInputStream(), MAX_OUTPUT);
        Kept err = new Kept(process.getErrorStream(), MAX_ERRORS);
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
        }
        String stdout = out.text();
        String stderr = err.text();
        if (!ended) {
            return new CommandResult(false, "Command timed out", stdout, stderr, -1);
        }
        int exitCode = process.exitValue();
        return exitCode == 0
                ? new CommandResult(true, null, stdout, stderr, 0)
                : new CommandResult(false, firstLine(stderr, exitCode), stdout, stderr, exitCode);
    }

    private static List<String> located(List<String> words, Map<String, String> variables) {
        String program = words.getFirst();
        if (program.contains("/") || program.contains("\\")) {
            return words;
        }
        List<String> located = new ArrayList<>(words);
        Programs.find(program, variables).ifPresent(file -> located.set(0, file.toString()));
        return located;
    }

    private static String firstLine(String stderr, int exitCode) {
        String line = stderr.strip().lines().findFirst().orElse("");
        return line.isEmpty() ? "Command failed with exit code " + exitCode : line;
    }

    /// Reads a stream to its end on a thread of its own and keeps the beginning.
    private static final class Kept {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int limit;
        private final Thread thread;

        Kept(InputStream in, int limit) {
            this.limit = limit;
            thread = Thread.ofVirtual().start(() -> read(in));
        }

        private void read(InputStream in) {
            byte[] buffer = new byte[8192];
            try (in) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    int room = limit - bytes.size();
                    bytes.write(buffer, 0, Math.min(n, Math.max(0, room)));
                }
            } catch (IOException e) {
                return; // The process was killed; what came so far counts.
            }
        }

        String text() throws InterruptedException {
            thread.join(Duration.ofSeconds(2));
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
