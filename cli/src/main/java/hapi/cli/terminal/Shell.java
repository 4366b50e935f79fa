package hapi.cli.terminal;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import com.pty4j.unix.UnixPtyProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One shell in a pseudo terminal. Its output is read on a thread of its own, which waits while
/// `output` waits: a program that prints without end is stopped by the terminal being full, not
/// kept in memory. Input waits in a queue of at most a mebibyte; what comes beyond is dropped.
///
/// The threads are platform threads: the library's reads and writes block in native code.
final class Shell {
    private static final Logger log = LoggerFactory.getLogger(Shell.class);
    private static final int MAX_INPUT_BYTES = 1024 * 1024;
    private static final int MAX_SIZE = 2000;
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final Duration HANG_UP = Duration.ofMillis(300);
    private static final byte[] NO_MORE = new byte[0];

    private final PtyProcess process;
    private final Consumer<String> output;
    private final LinkedBlockingQueue<byte[]> input = new LinkedBlockingQueue<>();
    private final AtomicInteger inputBytes = new AtomicInteger();
    private final Thread reader;
    private final Thread writer;
    private final Thread waiter;

    private Shell(PtyProcess process, Consumer<String> output, Consumer<ShellEnd> ended) {
        this.process = process;
        this.output = output;
        this.reader = thread("terminal-output", this::read);
        this.writer = thread("terminal-input", this::feed);
        this.waiter = thread("terminal-end", () -> awaitEnd(ended));
    }

    /// Starts the program; nothing is read from it before [#begin].
    ///
    /// @param output called with each piece of text, in order, on the reading thread; may wait
    /// @param ended called once, after the last output
    /// @throws IOException when there is no such shell or no terminal to be had
    static Shell start(
            ShellCommand command,
            int columns,
            int rows,
            Consumer<String> output,
            Consumer<ShellEnd> ended)
            throws IOException {
        PtyProcess process =
                new PtyProcessBuilder(new String[] {command.program()})
                        .setEnvironment(command.environment())
                        .setDirectory(command.folder().toString())
                        .setInitialColumns(size(columns))
                        .setInitialRows(size(rows))
                        .setRedirectErrorStream(true)
                        .setUseWinConPty(true)
                        .start();
        return new Shell(process, output, ended);
    }

    void begin() {
        reader.start();
        writer.start();
        waiter.start();
    }

    void write(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        if (inputBytes.addAndGet(bytes.length) > MAX_INPUT_BYTES) {
            inputBytes.addAndGet(-bytes.length);
            log.debug("{} bytes of input dropped: the shell does not read", bytes.length);
            return;
        }
        input.add(bytes);
    }

    void resize(int columns, int rows) {
        try {
            process.setWinSize(new WinSize(size(columns), size(rows)));
        } catch (IllegalStateException e) {
            log.debug("the shell is ending: {}", e.getMessage());
        }
    }

    /// Hangs up, as closing a terminal window does, and kills what is left of the tree. Waits at
    /// most a second.
    void kill() {
        List<ProcessHandle> tree =
                ProcessHandle.of(process.pid()).stream()
                        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                        .toList();
        if (process instanceof UnixPtyProcess unix) {
            // A shell at a terminal ignores SIGTERM.
            unix.hangup();
        } else {
            process.destroy();
        }
        try {
            process.waitFor(HANG_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }

    private static int size(int wanted) {
        return Math.clamp(wanted, 1, MAX_SIZE);
    }

    private static Thread thread(String name, Runnable task) {
        return Thread.ofPlatform().name(name).daemon().unstarted(task);
    }

    private void read() {
        Utf8Stream text = new Utf8Stream();
        byte[] buffer = new byte[32 * 1024];
        try (InputStream in = process.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                say(text.decode(buffer, n));
            }
        } catch (IOException e) {
            log.debug("the terminal was closed: {}", e.getMessage());
        }
        say(text.end());
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            output.accept(text);
        }
    }

    private void feed() {
        try (OutputStream out = process.getOutputStream()) {
            for (byte[] bytes = input.take(); bytes != NO_MORE; bytes = input.take()) {
                out.write(bytes);
                out.flush();
                inputBytes.addAndGet(-bytes.length);
            }
        } catch (IOException e) {
            log.debug("the shell reads no more: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the shell started and left behind may hold the terminal open for ever: its output is
    /// waited for a moment only.
    private void awaitEnd(Consumer<ShellEnd> ended) {
        try {
            int code = process.waitFor();
            reader.join(LAST_WORDS);
            input.add(NO_MORE);
            ended.accept(ShellEnd.of(code));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
