package hapi.cli.command;

import hapi.cli.config.Launcher;
import hapi.cli.hub.HubAccess;
import hapi.cli.hub.StartingHub;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.jline.terminal.Terminal;

/// What the launcher runs once, in a process of its own, to write the command line's AOT cache:
/// loads every class of ours and of the terminal, runs the commands that need no hub and then a
/// session with a hub of its own, so that the JVM stores them parsed and linked. The launcher gives
/// it a home of its own and a hub address where nobody listens.
final class Training {
    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("--version"),
                    List.of("--help"),
                    List.of("auth", "status"),
                    List.of("runner", "status"),
                    List.of("doctor"),
                    List.of("hook-forwarder", "--port", "9", "--token", "none"));

    private static final String TOKEN = "training-training-training-training";

    private static final Duration START = Duration.ofSeconds(60);

    private Training() {}

    public static void main(String[] args) throws Exception {
        load(Training.class, "hapi/");
        load(Terminal.class, "org/jline/terminal/impl/");
        Json.parse(Json.write(Map.of("list", new int[] {1}, "text", "ä")));
        for (List<String> command : COMMANDS) {
            Dispatcher.run(command.toArray(String[]::new), Invocation.ofProcess());
        }
        session();
        // Threads of an HTTP client would keep the process.
        System.exit(0);
    }

    /// A session from start to end, with the hub of this build and an agent that ends at once. What
    /// is not learnt because the hub does not start makes the next start slower, nothing else.
    private static void session() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        Launcher launcher = Launcher.find(environment);
        Path home = Files.createDirectories(Path.of(environment.getOrDefault("HAPI_HOME", "home")));
        int port = StartingHub.freePort();
        environment.put("HAPI_API_URL", "http://127.0.0.1:" + port);
        environment.put("CLI_API_TOKEN", TOKEN);
        environment.put("HAPI_CLAUDE_PATH", "/bin/true");
        ProcessBuilder builder =
                new ProcessBuilder(launcher.command(List.of("hub", "--port", "" + port)))
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("hub.log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("HAPI_HOME", home.resolve("hub").toString());
        builder.environment().put("HAPI_AOT", "off");
        Process hub = builder.start();
        try {
            HubAccess access = new HubAccess(URI.create("http://127.0.0.1:" + port), TOKEN);
            if (StartingHub.await(access, hub, START)) {
                Invocation invocation =
                        new Invocation(
                                environment,
                                InputStream.nullInputStream(),
                                System.out,
                                System.err,
                                false,
                                Clock.systemUTC());
                Dispatcher.run(new String[] {"claude"}, invocation);
                awaitRunner(home);
                Dispatcher.run(new String[] {"runner", "stop"}, invocation);
            }
        } finally {
            hub.destroy();
            hub.waitFor();
        }
    }

    /// The session started a runner in the background; it can be stopped once it says where it is.
    private static void awaitRunner(Path home) throws InterruptedException {
        for (int i = 0; i < 600 && !Files.exists(home.resolve("runner.state.json")); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void load(Class<?> one, String prefix)
            throws IOException, ClassNotFoundException {
        URI source = URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString());
        try (var jar = new JarFile(Path.of(source).toFile())) {
            for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                if (name.startsWith(prefix)
                        && name.endsWith(".class")
                        && !name.endsWith("-info.class")) {
                    Class.forName(
                            name.replace(".class", "").replace('/', '.'),
                            one == Training.class,
                            Training.class.getClassLoader());
                }
            }
        }
    }
}
