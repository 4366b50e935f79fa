package hapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import hapi.testkit.agent.Agents;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.pty.Pty;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A newcomer: clones HAPI into an empty home and does what the README says. Tests what is
/// committed.
///
/// Two things are given to the build that a newcomer would download: Maven's repository, in
/// `MAVEN_OPTS`, which every Maven reads, and the cache folder with a Maven or JDK that the
/// launcher may have fetched before. `JAVA_HOME` is not given: the launcher finds the JDK on the
/// search path.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreshCloneIT {
    private static final Duration BUILD = Duration.ofMinutes(8);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(5);
    private static final Pattern TOKEN = Pattern.compile("(?m)^ *Token +(\\S+)");
    private static final Pattern LINK = Pattern.compile("(?m)^ *Sign in +\\S+#token=(\\S+)$");

    /// Commands of the README that are tried out elsewhere, and why not here.
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "./hapi hub --lan", "opens the network: StartBannerTest has the switch",
                    "./hapi hub import --from ~/.hapi/hapi.db",
                            "needs such a hub: PublishedImportIT",
                    "./hapi hub rotate-token", "ends what the test uses: SignInAttackIT",
                    "./hapi demo", "has a whole test of its own: DemoIT",
                    "./hapi resume", "asks which: ScriptCommandsIT",
                    "./hapi list", "and its neighbours: ScriptCommandsIT",
                    "./hapi auth qr --url https://...", "DispatcherTest",
                    "./hapi codex", "needs Codex: CodexIT",
                    "./hapi acp --command \"goose acp\"", "needs such an agent: AnyAcpIT");

    @RegisterExtension static final Stage stage = Stage.shared();

    private final Path checkout = Path.of("").toAbsolutePath();
    private final int port = Stage.freePort();
    private final URI url = URI.create("http://127.0.0.1:" + port);
    private Path clone;
    private Program hub;
    private String token;
    private HubClient client;

    @BeforeAll
    void firstStartBuilds() throws Exception {
        clone = stage.folder("work").resolve("hapi");
        assertThat(git(checkout, "clone", "-q", checkout.toString(), clone.toString())).isEmpty();

        hub = startHub(BUILD);

        assertThat(hub.log()).contains("hapi: building, the log is");
        token = printed(TOKEN);
        client = stage.keep(new HubClient(url, token));
    }

    @Test
    void printedTokenSignsInAndASecondStartDoesNotBuild() throws Exception {
        assertThat(token).isEqualTo(printed(LINK)).hasSizeGreaterThan(30);
        assertThat(client.signIn()).isNotEmpty();
        assertThat(ProcessHandle.of(hub.pid()).flatMap(it -> it.info().command()))
                .hasValueSatisfying(program -> assertThat(program).endsWith("/bin/java"));
        String build = Files.readString(clone.resolve("target/run/current"));

        hub.stop(END);
        hub = startHub(LIMIT);

        assertThat(hub.log()).doesNotContain("building");
        assertThat(clone.resolve("target/run/current")).hasContent(build.strip());
        assertThat(printed(TOKEN)).isEqualTo(token);
        assertThat(client.sessions()).isEmpty();
        assertThat(git(clone, "status", "--porcelain")).isEmpty();
    }

    @Test
    void everyCommandOfTheReadmeWorks() throws Exception {
        Readme readme = Readme.read(checkout.resolve("README.md"));
        Machine machine = new Machine();

        for (String command : readme.commands()) {
            if (!ELSEWHERE.containsKey(command)) {
                follow(command, machine);
            }
        }

        assertThat(readme.commands()).containsAll(ELSEWHERE.keySet());
    }

    private void follow(String command, Machine machine) throws IOException {
        switch (command) {
            case "./hapi hub" -> assertThat(client.isHealthy()).isTrue();
            case "./hapi auth login" -> machine.login();
            case "./hapi claude" -> machine.claude();
            case "./hapi runner start" -> machine.runner();
            case "./hapi runner install --print" ->
                    assertThat(machine.run("runner", "install", "--print"))
                            .contains("runner", "start-sync");
            case "./hapi --help" -> assertThat(machine.run("--help")).contains("hapi runner");
            case "./hapi doctor" ->
                    assertThat(machine.run("doctor"))
                            .contains(url.toString())
                            .doesNotContain(token);
            default -> fail("The README says `%s`, and no test follows it".formatted(command));
        }
    }

    /// A machine with agents: knows the hub's address, and the token once it was told.
    private final class Machine {
        private final Map<String, String> environment =
                new TreeMap<>(stage.claudeHome().environment());

        Machine() {
            environment.putAll(givenToTheBuild());
            environment.put("HOME", stage.folder("other-home").toString());
            environment.put("HAPI_API_URL", url.toString());
            environment.merge(
                    "PATH",
                    Agents.claude().getParent().toString(),
                    (path, claude) -> claude + File.pathSeparator + path);
        }

        void login() throws IOException {
            Pty terminal = start("auth", "login");
            terminal.awaitText("Enter CLI_API_TOKEN", LIMIT);
            terminal.type(token + Pty.ENTER);

            assertThat(terminal.awaitEnd(LIMIT)).isZero();
            assertThat(run("auth", "status")).contains("CLI_API_TOKEN: set");
        }

        void claude() {
            Path project = stage.folder("project");
            stage.claudeHome().trust(project);
            Pty terminal = Pty.start(stage, words("claude"), project, environment);
            terminal.awaitText("? for shortcuts", LIMIT);
            SteeredSession session = client.awaitSessionIn(project, LIMIT);

            session.send("hello from the phone");

            session.awaitLine("agent: I got: hello from the phone");
            terminal.type(Pty.CTRL_C);
            session.archive();
            session.awaitInactive();
        }

        void runner() {
            assertThat(run("runner", "start")).contains("Runner started successfully");
            client.awaitMachine(LIMIT);
            assertThat(run("runner", "status")).contains("unning");
            run("runner", "stop");
        }

        String run(String... arguments) {
            Program program =
                    stage.start(
                            "hapi-" + arguments[0],
                            words(arguments),
                            stage.folder("elsewhere"),
                            environment);
            assertThat(program.awaitEnd(LIMIT)).as(program.tail()).isZero();
            return program.log();
        }

        private Pty start(String... arguments) {
            return Pty.start(stage, words(arguments), stage.folder("elsewhere"), environment);
        }
    }

    private Program startHub(Duration limit) {
        Map<String, String> environment = givenToTheBuild();
        environment.put("HAPI_LISTEN_PORT", Integer.toString(port));
        Program started = stage.start("hub", words("hub"), clone, environment);
        try (HubClient anyone = new HubClient(url, "")) {
            await("/health")
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        assertThat(started.isRunning()).as(started.tail()).isTrue();
                        return anyone.isHealthy();
                    });
        }
        return started;
    }

    private String printed(Pattern pattern) {
        return await("what the hub prints when it is ready")
                .atMost(LIMIT)
                .until(() -> pattern.matcher(hub.log()).results().findFirst(), Optional::isPresent)
                .map((MatchResult found) -> found.group(1))
                .orElseThrow();
    }

    private List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(List.of(clone.resolve("hapi").toString()));
        words.addAll(List.of(arguments));
        return words;
    }

    private static Map<String, String> givenToTheBuild() {
        Map<String, String> person = System.getenv();
        String home = System.getProperty("user.home");
        Map<String, String> given = new TreeMap<>();
        given.put("JAVA_HOME", "");
        given.put(
                "PATH",
                Path.of(System.getProperty("java.home"), "bin")
                        + File.pathSeparator
                        + person.get("PATH"));
        given.put("XDG_CACHE_HOME", person.getOrDefault("XDG_CACHE_HOME", home + "/.cache"));
        given.put(
                "MAVEN_OPTS",
                "-Dmaven.repo.local="
                        + System.getProperty("localRepository", home + "/.m2/repository"));
        return given;
    }

    private static String git(Path folder, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        try (var output = git.inputReader()) {
            String text = output.readAllAsString();
            assertThat(git.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(git.exitValue()).as(text).isZero();
            return text;
        }
    }
}
