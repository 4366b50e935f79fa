package hapi.testkit.pty;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A program in a pseudo terminal, of 120 columns and 40 rows unless another size is asked for,
/// with a screen to read and a keyboard.
///
/// A shell in the same terminal notes its settings before and after the program, so that a test can
/// prove that the program left them as it found them. One thread reads; any thread may type.
public final class Pty implements AutoCloseable {
    public static final String ENTER = "\r";
    public static final String ESCAPE = "\u001b";
    public static final String CTRL_C = "\u0003";
    public static final String CTRL_D = "\u0004";
    public static final String UP = "\u001b[A";
    public static final String DOWN = "\u001b[B";

    private static final int COLUMNS = 120;
    private static final int ROWS = 40;

    /// The traps keep this shell alive when a key interrupts the program; a trap with a command is
    /// not inherited, unlike an ignored signal. The size of the screen is set a moment after the
    /// start.
    private static final String WATCH =
            """
            before=$1; after=$2; shift 2
            while [ "$(stty size)" = "0 0" ]; do sleep 0.01; done
            trap : INT QUIT HUP TERM
            stty -a > "$before"
            "$@"
            code=$?
            stty -a > "$after"
            exit $code
            """;

    private final PtyProcess process;
    private final Path before;
    private final Path after;
    private final Object lock = new Object();
    private final TerminalScreen screen;
    private final StringBuilder output = new StringBuilder();
    private boolean ended;

    private Pty(PtyProcess process, int columns, int rows, Path before, Path after) {
        this.process = process;
        this.screen = new TerminalScreen(rows, columns, this::type);
        this.before = before;
        this.after = after;
        Thread.ofPlatform().daemon().name("pty-reader").start(this::read);
    }

    /// Starts a program; it is ended with the stage.
    ///
    /// @param additions to [Stage#environment]
    public static Pty start(
            Stage stage, List<String> command, Path folder, Map<String, String> additions) {
        return start(stage, command, folder, additions, COLUMNS, ROWS);
    }

    /// The same in a terminal of this size.
    public static Pty start(
            Stage stage,
            List<String> command,
            Path folder,
            Map<String, String> additions,
            int columns,
            int rows) {
        int number = Stage.freePort();
        Path before = stage.folder("pty").resolve(number + "-before");
        Path after = stage.folder("pty").resolve(number + "-after");
        List<String> watched = new ArrayList<>(List.of("sh", "-c", WATCH, "sh"));
        watched.add(before.toString());
        watched.add(after.toString());
        watched.addAll(command);
        try {
            PtyProcess process =
                    new PtyProcessBuilder(watched.toArray(String[]::new))
                            .setDirectory(folder.toString())
                            .setEnvironment(stage.environment(additions))
                            .setInitialColumns(columns)
                            .setInitialRows(rows)
                            .setRedirectErrorStream(true)
                            .start();
            Pty pty = stage.keep(new Pty(process, columns, rows, before, after));
            stage.evidence("terminal " + number, () -> pty.screen().stripTrailing());
            return pty;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the screen shows now, rows joined by line feeds.
    public String screen() {
        synchronized (lock) {
            return screen.text();
        }
    }

    /// Everything the program has written so far, escape sequences included.
    public String output() {
        synchronized (lock) {
            return output.toString();
        }
    }

    /// Waits until the screen shows these words in one row.
    public void awaitText(String words, Duration limit) {
        awaitScreen("\"" + words + "\"", limit, text -> text.contains(words));
    }

    /// Waits until the screen fits.
    public void awaitScreen(String what, Duration limit, Predicate<String> fits) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (lock) {
            while (!fits.test(screen.text())) {
                long leftMillis = (end - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0 || ended) {
                    throw new AssertionError(
                            "the terminal did not show %s within %s%s:%n%s"
                                    .formatted(
                                            what,
                                            limit,
                                            ended ? ", the program has ended" : "",
                                            screen.text()));
                }
                awaitMore(leftMillis);
            }
        }
    }

    /// Types as a person does; see the constants for keys.
    public void type(String keys) {
        try {
            OutputStream keyboard = process.getOutputStream();
            keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for the end of the program.
    ///
    /// @return its exit code
    public int awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "the program did not end within %s:%n%s".formatted(limit, screen()));
            }
            awaitEndOfOutput();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// The program itself, the child of the shell that watches it.
    public ProcessHandle program() {
        return ProcessHandle.of(process.pid())
                .flatMap(shell -> shell.children().findFirst())
                .orElseThrow(() -> new AssertionError("the program is gone:\n" + screen()));
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /// The settings of the terminal before the program, as `stty -a` tells them.
    public String settingsBefore() {
        return read(before);
    }

    /// The settings of the terminal after the program, which must have ended.
    public String settingsAfter() {
        return read(after);
    }

    /// What the program switched on the screen and did not switch back: hidden cursor, alternate
    /// screen, mouse and paste modes. Empty when it left the terminal as it found it.
    public List<String> leftovers() {
        synchronized (lock) {
            return screen.leftovers();
        }
    }

    @Override
    public void close() {
        ProcessHandle.of(process.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void awaitEndOfOutput() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        synchronized (lock) {
            while (!ended && System.nanoTime() < end) {
                lock.wait(100);
            }
        }
    }

    private void read() {
        char[] buffer = new char[8192];
        try (Reader reader =
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            int count = reader.read(buffer);
            while (count >= 0) {
                synchronized (lock) {
                    String text = new String(buffer, 0, count);
                    output.append(text);
                    screen.print(text);
                    lock.notifyAll();
                }
                count = reader.read(buffer);
            }
        } catch (IOException e) {
            // The other side of a terminal ends with an error, not with an end of file.
        } finally {
            synchronized (lock) {
                ended = true;
                lock.notifyAll();
            }
        }
    }

    private void awaitMore(long millis) {
        try {
            lock.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
