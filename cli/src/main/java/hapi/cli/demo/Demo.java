package hapi.cli.demo;

import hapi.cli.agent.ProcessTree;
import hapi.cli.config.Launcher;
import hapi.cli.hub.HubAccess;
import hapi.cli.hub.StartingHub;
import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `hapi demo`: a hub, a runner and one session with the scripted agent, all in a folder that is
/// deleted at the end. The same programs as in earnest; only the agent is a script.
public final class Demo {
    private static final Set<String> KEPT =
            Set.of(
                    "PATH",
                    "JAVA_HOME",
                    "LANG",
                    "LC_ALL",
                    "LC_CTYPE",
                    "TERM",
                    "TMPDIR",
                    "HAPI_AOT",
                    "HAPI_HOSTNAME");
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Launcher launcher;
    private final Path home;
    private final Path project;
    private final Map<String, String> environment = new HashMap<>();
    private final Deque<Process> children = new ArrayDeque<>();
    private final URI url;
    private volatile boolean isEnding;

    private Demo(Launcher launcher, Map<String, String> inherited) throws IOException {
        this.launcher = launcher;
        this.home = Files.createTempDirectory("hapi-demo").toRealPath();
        this.project = Files.createDirectories(home.resolve("lunch-page"));
        String token = newToken();
        int port = StartingHub.freePort();
        this.url = URI.create("http://127.0.0.1:" + port);
        inherited.forEach((name, value) -> {
            if (KEPT.contains(name)) {
                environment.put(name, value);
            }
        });
        environment.put("HOME", home.toString());
        environment.put("HAPI_HOME", home.resolve(".hapi").toString());
        environment.put("HAPI_LISTEN_HOST", "127.0.0.1");
        environment.put("HAPI_LISTEN_PORT", Integer.toString(port));
        environment.put("HAPI_API_URL", url.toString());
        environment.put("CLI_API_TOKEN", token);
        environment.put("HAPI_CLAUDE_PATH", agentScript().toString());
        environment.put("HAPI_NO_BUILD", "1");
    }

    /// Runs until it is interrupted; then everything is ended and deleted.
    ///
    /// @return 1 when the hub or the session did not start
    public static int run(Launcher launcher, Map<String, String> inherited, PrintStream out) {
        if (launcher.script().isEmpty()) {
            out.println("The demo starts a hub, and that takes the launcher script: ./hapi demo");
            return 1;
        }
        try {
            Demo demo = new Demo(launcher, inherited);
            Thread atEnd = Thread.ofPlatform().name("demo-end").unstarted(demo::end);
            Runtime.getRuntime().addShutdownHook(atEnd);
            return demo.play(out);
        } catch (IOException e) {
            out.println("The demo cannot start: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private int play(PrintStream out) throws IOException, InterruptedException {
        out.println("Starting a hub with a scripted agent ...");
        Process hub = start("hub", List.of("hub"));
        HubAccess access = new HubAccess(url, environment.getOrDefault("CLI_API_TOKEN", ""));
        if (!StartingHub.await(access, hub, START)) {
            out.println("The hub did not start; its last words:");
            out.println(tail("hub"));
            return 1;
        }
        start("runner", List.of("runner", "start-sync"));
        Process session =
                start(
                        "session",
                        List.of(
                                "claude",
                                "--hapi-starting-mode",
                                "remote",
                                "--started-by",
                                "runner"));
        out.println();
        out.println("  Open    " + url + "/#token=" + environment.get("CLI_API_TOKEN"));
        out.println("  Pick    the session \"lunch-page\" and write: build me a page");
        out.println("  Phone   127.0.0.1 is this machine only; for a phone use `hapi hub --lan`");
        out.println();
        out.println("Nothing leaves this machine. Ctrl-C ends the demo and deletes its files.");
        hub.waitFor();
        if (isEnding) {
            return 0;
        }
        out.println("The hub ended" + (session.isAlive() ? "" : ", and so did the session") + ".");
        out.println(tail("hub"));
        return 1;
    }

    private Process start(String name, List<String> arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(launcher.command(arguments))
                        .directory(project.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log(name).toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        synchronized (children) {
            children.push(process);
        }
        return process;
    }

    /// The session first, the hub last, so that the session can say goodbye.
    private void end() {
        isEnding = true;
        List<Process> all;
        synchronized (children) {
            all = new ArrayList<>(children);
        }
        all.forEach(child -> ProcessTree.endAndWait(child.toHandle(), PATIENCE));
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Some files of the demo stayed in " + home);
        }
    }

    private Path agentScript() throws IOException {
        String command =
                launcher.command(List.of(DemoAgent.VERB)).stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        Path script = home.resolve("demo-claude");
        Files.writeString(script, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        HapiHome.restrictFile(script);
        if (!script.toFile().setExecutable(true, true)) {
            throw new IOException("cannot make " + script + " executable");
        }
        return script;
    }

    private Path log(String name) {
        return home.resolve(name + ".log");
    }

    private String tail(String name) throws IOException {
        List<String> lines = Files.readAllLines(log(name));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private static String newToken() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
