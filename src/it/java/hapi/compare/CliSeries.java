package hapi.compare;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import hapi.protocol.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// What a command line costs beside the hub of its own edition: `--version`, and a session in a
/// terminal with a script in Claude Code's place that says a word and waits.
///
/// A runner is there before, as on any day but the first. Memory is that of the whole process tree,
/// the script's 2 MiB included; the runner, which all sessions share, is counted apart.
final class CliSeries implements Series {
    private static final String WORD = "the-agent-is-here";
    private static final int SESSIONS = 3;
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public String word() {
        return "cli";
    }

    @Override
    public void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out)
            throws Exception {
        Place place = new Place(hub);
        place.run("runner", "start");
        try {
            place.session(Duration.ZERO, figure -> {});
            for (int i = 0; i < SESSIONS; i++) {
                long began = System.nanoTime();
                place.run("--version");
                out.accept(Figure.of("hapi --version", "ms", millisSince(began)));
                place.session(SETTLED, out);
            }
            out.accept(Figure.of("hapi runner: memory", "MiB", place.runnerMiB()));
        } finally {
            place.run("runner", "stop");
        }
    }

    private static double millisSince(long began) {
        return (System.nanoTime() - began) / 1e6;
    }

    /// A home, a project and a search path with the script on it.
    private static final class Place {
        private final MeasuredHub hub;
        private final Path home;
        private final Path project;
        private final Map<String, String> environment = new HashMap<>(System.getenv());

        Place(MeasuredHub hub) throws IOException {
            this.hub = hub;
            this.home = Files.createDirectories(hub.home().resolve("cli"));
            this.project = Files.createDirectories(hub.home().resolve("project"));
            Path agent = Files.createDirectories(hub.home().resolve("bin")).resolve("claude");
            Files.writeString(
                    agent,
                    """
                    #!/bin/sh
                    case "$*" in *--version*) echo "2.1.197 (Claude Code)"; exit 0 ;; esac
                    echo %s
                    exec sleep 120
                    """
                            .formatted(WORD));
            if (!agent.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + agent + " executable");
            }
            environment.put("HAPI_HOME", home.toString());
            environment.put("HAPI_API_URL", hub.url().toString());
            environment.put("CLI_API_TOKEN", hub.token(""));
            environment.put("TERM", "xterm-256color");
            environment.merge(
                    "PATH",
                    agent.getParent().toString(),
                    (path, first) -> first + File.pathSeparator + path);
        }

        void run(String... words) throws IOException, InterruptedException {
            ProcessBuilder builder =
                    new ProcessBuilder(hub.edition().command(words))
                            .directory(project.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("it did not end: " + List.of(words));
            }
        }

        /// `hapi claude` until the script speaks and `settled` longer.
        void session(Duration settled, Consumer<Figure> out) throws Exception {
            List<String> command = new ArrayList<>(hub.edition().command("claude"));
            long began = System.nanoTime();
            PtyProcess process =
                    new PtyProcessBuilder(command.toArray(String[]::new))
                            .setDirectory(project.toString())
                            .setEnvironment(environment)
                            .setInitialColumns(120)
                            .setInitialRows(40)
                            .setRedirectErrorStream(true)
                            .start();
            try {
                awaitWord(process.getInputStream());
                double wall = millisSince(began);
                ProcessHandle tree = ProcessHandle.of(process.pid()).orElseThrow();
                double cpu = Cost.cpuMicros(tree) / 1e3;
                LockSupport.parkNanos(settled.toNanos());
                out.accept(Figure.of("hapi claude: to the agent's first byte", "ms", wall));
                out.accept(Figure.of("hapi claude: until then", "CPU ms", cpu));
                out.accept(
                        Figure.of(
                                "hapi claude: memory of the idle tree",
                                "MiB",
                                Cost.residentBytes(tree) / 1048576.0));
            } finally {
                process.destroy();
                if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        }

        /// Reads on afterwards, so that the program can write what it likes.
        private static void awaitWord(InputStream output) throws IOException {
            StringBuilder text = new StringBuilder();
            byte[] block = new byte[8192];
            while (text.indexOf(WORD) < 0) {
                int n = output.read(block);
                if (n < 0) {
                    throw new IllegalStateException("the agent did not start: " + text);
                }
                text.append(new String(block, 0, n, StandardCharsets.ISO_8859_1));
            }
            Thread.ofVirtual().start(() -> drain(output));
        }

        private static void drain(InputStream output) {
            try {
                output.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // How a terminal says that its program has ended.
                return;
            }
        }

        double runnerMiB() throws IOException {
            long pid =
                    Json.parse(Files.readString(home.resolve("runner.state.json")))
                            .path("pid")
                            .asLong();
            return Cost.residentBytes(ProcessHandle.of(pid).orElseThrow()) / 1048576.0;
        }
    }
}
