package hapi.testkit.stage;

import hapi.testkit.agent.ClaudeHome;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.model.Scenario;
import hapi.testkit.model.ScriptedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Everything that one end-to-end test has running. Register it with `@RegisterExtension`: a new
/// [Stage] is cleared after each test, a [#shared()] one after all tests of its class.
///
/// At the end all of it is closed, the last started first, and every process is ended that was
/// started here, also those that left their parents. When a test fails, the tails of the logs go
/// into the failure and the whole logs to `target/stage/<test>`. Used by the test's thread.
public final class Stage implements AfterEachCallback, AfterAllCallback {
    private static final Path REPORTS = Path.of("target", "stage");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Program> programs = new ArrayList<>();
    private final Map<String, Supplier<String>> evidence = new TreeMap<>();
    private final List<FailureWitness> witnesses = new ArrayList<>();
    private final List<Runnable> testEnds = new ArrayList<>();
    private String mark = "";
    private final boolean shared;
    private @Nullable Path root;
    private Scenario scenario = ClaudeScenario.scenario();
    private @Nullable ScriptedModel model;
    private @Nullable ClaudeHome claudeHome;

    /// A stage that is cleared after each test.
    public Stage() {
        this(false);
    }

    private Stage(boolean shared) {
        this.shared = shared;
    }

    /// A stage that all tests of a class share: register it in a static field, or in any field of a
    /// class with one instance for all tests.
    public static Stage shared() {
        return new Stage(true);
    }

    /// Something that can show what a failed test looked like, such as a browser.
    @FunctionalInterface
    public interface FailureWitness {
        /// Writes what it saw into files named after the test, `Class.method`.
        void testify(String test) throws IOException;
    }

    /// A free port of the loopback interface. Another program may take it before it is used; that
    /// is rare enough for tests.
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A new folder of this test, deleted at its end.
    public Path folder(String name) {
        try {
            return Files.createDirectories(root().resolve(name)).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Has the model play this script in place of [ClaudeScenario]; before the model is there.
    public Stage play(Scenario script) {
        if (model != null) {
            throw new IllegalStateException("the model plays already");
        }
        scenario = script;
        return this;
    }

    /// The scripted model of this test, playing [ClaudeScenario] unless it was told otherwise.
    public ScriptedModel model() {
        if (model == null) {
            ScriptedModel started = keep(ScriptedModel.start(scenario));
            evidence.put("model", () -> describe(started));
            model = started;
        }
        return model;
    }

    /// The home of Claude Code of this test; all Claude Code processes of the test share it.
    public ClaudeHome claudeHome() {
        if (claudeHome == null) {
            claudeHome = new ClaudeHome(folder("claude"), model());
        }
        return claudeHome;
    }

    /// Closes it at the end of the test, before everything that was there earlier.
    public <T extends AutoCloseable> T keep(T closeable) {
        open.push(closeable);
        return closeable;
    }

    /// Adds a text to the failure of a test, taken when it fails.
    public void evidence(String name, Supplier<String> text) {
        evidence.put(name, text);
    }

    /// Is called when a test fails, before anything is closed.
    public void onFailure(FailureWitness witness) {
        witnesses.add(witness);
    }

    /// Is called at the end of each test, also on a shared stage, after the failure is reported.
    /// What it throws fails the test.
    public void onTestEnd(Runnable action) {
        testEnds.add(action);
    }

    /// Starts a program in a folder with [#environment] and these additions.
    public Program start(
            String name, List<String> command, Path folder, Map<String, String> additions) {
        Path log = folder("logs").resolve("%02d-%s.log".formatted(programs.size() + 1, name));
        Program program = Program.start(name, command, folder, environment(additions), log);
        programs.add(program);
        return keep(program);
    }

    /// The environment of every program of this test: nothing of the person who runs the tests but
    /// the search path and the JDK, an own home, and a mark to find its processes by.
    public Map<String, String> environment(Map<String, String> additions) {
        Map<String, String> environment = new TreeMap<>();
        for (String kept : List.of("PATH", "JAVA_HOME", "TMPDIR", "HAPI_TEST_CACHE")) {
            Optional.ofNullable(System.getenv(kept)).ifPresent(v -> environment.put(kept, v));
        }
        environment.put("HOME", folder("home").toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("TERM", "xterm-256color");
        environment.put("HAPI_TEST_STAGE", mark());
        // A start without a cache would train one in the background and slow down what is tested.
        environment.put("HAPI_AOT", "off");
        environment.putAll(additions);
        return environment;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> report(context, failure));
        try {
            testEnds.forEach(Runnable::run);
        } finally {
            if (!shared) {
                closeAll();
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> report(context, failure));
        closeAll();
    }

    private void report(ExtensionContext context, Throwable failure) {
        String test =
                context.getRequiredTestClass().getSimpleName()
                        + context.getTestMethod().map(m -> "." + m.getName()).orElse("");
        Path folder = REPORTS.resolve(test);
        StringBuilder summary = new StringBuilder("what was on the stage");
        try {
            Files.createDirectories(folder);
            for (Program program : programs) {
                summary.append("\n--- ").append(program.tail());
                Files.writeString(folder.resolve(program.name() + ".log"), program.log());
            }
            for (Map.Entry<String, Supplier<String>> entry : evidence.entrySet()) {
                String text = entry.getValue().get();
                summary.append("\n--- ").append(entry.getKey()).append(":\n").append(text);
            }
            for (FailureWitness witness : witnesses) {
                witness.testify(test);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        failure.addSuppressed(new Evidence(summary.toString()));
    }

    /// Closes and ends all of it, as at the end of a test.
    public void closeAll() {
        List<Throwable> failures = new ArrayList<>();
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception | AssertionError e) {
                failures.add(e);
            }
        }
        if (!mark.isEmpty()) {
            endMarked();
        }
        forget();
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError("the stage could not be cleared");
            failures.forEach(error::addSuppressed);
            throw error;
        }
    }

    /// Until none is left: one may have started another in the moment in which it was ended.
    private void endMarked() {
        List<ProcessHandle> left = Processes.marked(mark);
        while (!left.isEmpty()) {
            Processes.end(left);
            left = Processes.marked(mark);
        }
    }

    private void forget() {
        programs.clear();
        evidence.clear();
        witnesses.clear();
        testEnds.clear();
        model = null;
        scenario = ClaudeScenario.scenario();
        claudeHome = null;
        mark = "";
        if (root != null) {
            delete(root);
            root = null;
        }
    }

    private String mark() {
        if (mark.isEmpty()) {
            mark = UUID.randomUUID().toString();
        }
        return mark;
    }

    private Path root() throws IOException {
        if (root == null) {
            root = Files.createTempDirectory("hapi-stage-");
        }
        return root;
    }

    private static String describe(ScriptedModel model) {
        StringBuilder text = new StringBuilder();
        model.requests()
                .forEach(request ->
                        text.append(
                                "prompt \"%s\", %d results%n"
                                        .formatted(
                                                request.conversation().prompt(),
                                                request.conversation().results().size())));
        return text.append("unexpected ").append(model.unexpected()).toString();
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Carries the logs inside a failure; it has no stack of its own.
    private static final class Evidence extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Evidence(String text) {
            super(text, null, false, false);
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
