package hapi.cli.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A child process that speaks lines of text over stdin and stdout.
///
/// One reader thread delivers lines in order and the exit last; a listener that waits makes the
/// child wait. One writer thread writes what [#write] is given, so that nobody waits for a child
/// that does not read because it is not being read. stderr is drained so that the child never
/// blocks on it, and its end is kept for error messages.
///
/// A line longer than 64 Mi characters ends the process: nothing an agent says is that long. So
/// does a child that leaves more than 1,000 lines of input unread.
public final class AgentProcess {
    private static final Logger log = LoggerFactory.getLogger(AgentProcess.class);
    private static final int MAX_LINE_CHARS = 64 * 1024 * 1024;
    private static final int MAX_UNREAD_LINES = 1_000;
    private static final String END_OF_INPUT = "";
    private static final int KEPT_ERROR_CHARS = 4000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Process process;
    private final BlockingQueue<String> unwritten = new LinkedBlockingQueue<>(MAX_UNREAD_LINES);
    private final StringBuilder errors = new StringBuilder();
    private final Thread errorReader;

    /// Receives the child's output on one thread.
    public interface Listener {
        void line(String line);

        /// The child is gone and all its lines were delivered. `lastWords` is the end of stderr.
        void exited(int code, String lastWords);
    }

    private AgentProcess(Process process, Listener listener) {
        this.process = process;
        this.errorReader =
                Thread.ofVirtual().name("agent-stderr-" + process.pid()).start(this::drainErrors);
        Thread.ofVirtual().name("agent-stdin-" + process.pid()).start(this::writeAll);
        Thread.ofVirtual().name("agent-" + process.pid()).start(() -> read(listener));
    }

    /// Starts `command` in `folder`. `environment` replaces the inherited one.
    ///
    /// @throws AgentStartException when the program or the folder is missing
    public static AgentProcess start(
            List<String> command, Path folder, Map<String, String> environment, Listener listener)
            throws AgentStartException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new AgentProcess(builder.start(), listener);
        } catch (IOException e) {
            throw new AgentStartException(
                    "Cannot start %s: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Writes one line, soon and in order; does not wait. A child that is gone is not an error
    /// here: its exit is reported.
    public void write(String line) {
        if (!unwritten.offer(line + "\n")) {
            log.warn("agent pid={} does not read its input, ending it", process.pid());
            ProcessTree.end(process, PATIENCE);
        }
    }

    /// Closes the child's input, asks it to end, kills its tree when it does not.
    public void end() {
        endInput();
        ProcessTree.end(process, PATIENCE);
    }

    private void writeAll() {
        try (OutputStream input = process.getOutputStream()) {
            for (String line = unwritten.take();
                    !line.equals(END_OF_INPUT);
                    line = unwritten.take()) {
                input.write(line.getBytes(StandardCharsets.UTF_8));
                input.flush();
            }
        } catch (IOException e) {
            log.debug("agent pid={} does not read any more: {}", process.pid(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A writer that is stuck gets an error from the pipe of a child that is gone; one that waits
    /// for lines is told here.
    private void endInput() {
        if (!unwritten.offer(END_OF_INPUT)) {
            log.debug("agent pid={} has not read its input", process.pid());
        }
    }

    private void read(Listener listener) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    if (line.length() > MAX_LINE_CHARS) {
                        throw new IOException("a line has more than " + MAX_LINE_CHARS + " chars");
                    }
                } else {
                    deliver(listener, line);
                    line.setLength(0);
                }
            }
            deliver(listener, line);
        } catch (IOException e) {
            log.warn("agent pid={} output ended: {}", process.pid(), e.getMessage());
            process.destroyForcibly();
        } finally {
            int code = waitForExit();
            endInput();
            listener.exited(code, lastWords());
        }
    }

    private void deliver(Listener listener, StringBuilder line) {
        if (line.isEmpty()) {
            return;
        }
        try {
            listener.line(line.toString());
        } catch (RuntimeException e) {
            // Edge: one bad line must not end the session.
            log.warn("agent pid={} sent a line that could not be handled", process.pid(), e);
        }
    }

    private int waitForExit() {
        try {
            int code = process.waitFor();
            errorReader.join(Duration.ofSeconds(1));
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return -1;
        }
    }

    private void drainErrors() {
        try (InputStream in = process.getErrorStream()) {
            byte[] block = new byte[4096];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                String text = new String(block, 0, n, StandardCharsets.UTF_8);
                log.debug("agent pid={} stderr: {}", process.pid(), text.stripTrailing());
                synchronized (errors) {
                    errors.append(text);
                    if (errors.length() > KEPT_ERROR_CHARS) {
                        errors.delete(0, errors.length() - KEPT_ERROR_CHARS);
                    }
                }
            }
        } catch (IOException e) {
            log.debug("agent pid={} stderr ended: {}", process.pid(), e.getMessage());
        }
    }

    private String lastWords() {
        synchronized (errors) {
            return errors.toString().strip();
        }
    }
}
