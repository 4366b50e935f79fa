package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.cli.hub.LoopbackHub;
import hapi.cli.spawn.Processes;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A runner as a process of its own, beside a hub that is not ours; its sessions are played by
/// [ReportingChild].
abstract class RunnerFixture {
    static final Duration SOON = Duration.ofSeconds(20);
    @TempDir Path folder;
    Path home;
    Path work;
    Path launcher;
    LoopbackHub hub;
    final Map<String, String> environment = new HashMap<>();
    final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void prepare() throws Exception {
        home = folder.resolve("home");
        work = Files.createDirectory(folder.resolve("work"));
        hub = LoopbackHub.start(Files.createDirectory(folder.resolve("hub")), true);
        launcher = program("hapi");
        Files.writeString(
                launcher,
                """
                #!/bin/sh
                # Like the real launcher: --detach leaves the program behind and prints its id.
                main=hapi.cli.runner.ReportingChild
                detach=
                if [ "$1" = --detach ]; then detach=1; shift; fi
                if [ "$1" = runner ]; then main=hapi.cli.Main; fi
                set -- "%s/bin/java" -XX:TieredStopAtLevel=1 -cp "%s" "$main" "$@"
                [ -n "$detach" ] || exec "$@"
                setsid "$@" </dev/null >>"${HAPI_DETACH_LOG:-/dev/null}" 2>&1 &
                echo $!
                """
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path")));
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("HAPI_HOME", home.toString());
        environment.put("HAPI_LAUNCHER", launcher.toString());
        environment.put("HAPI_API_URL", hub.access().origin().toString());
        environment.put("CLI_API_TOKEN", "secret");
        environment.put("HAPI_CLAUDE_PATH", program("claude").toString());
        environment.put("HAPI_RUNNER_SPAWN_TIMEOUT", "6000");
    }

    @AfterEach
    void endWhatWasStarted() throws Exception {
        var client = new RunnerClient(new HapiHome(home), environment);
        client.list()
                .ifPresent(children ->
                        children.forEach(child -> Processes.end(child.path("pid").asLong(), SOON)));
        client.stop();
        for (Process process : processes) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        hub.close();
    }

    /// An executable file.
    Path program(String name) throws IOException {
        Path program = folder.resolve(name);
        Files.writeString(program, "#!/bin/sh\n");
        program.toFile().setExecutable(true);
        return program;
    }

    void startRunner() throws Exception {
        assertThat(hapi("runner", "start")).isEqualTo("Runner started successfully\n");
        connected();
    }

    void connected() {
        await().atMost(SOON)
                .until(() ->
                        hub.state()
                                .path("owners")
                                .toString()
                                .contains(":cursor-chat-store-status"));
        await().atMost(SOON)
                .until(() -> runnerState().path("status").asString("").equals("running"));
    }

    JsonNode runnerState() {
        return hub.state().at("/documents/machine-update-state/value");
    }

    Path stateFile() {
        return home.resolve("runner.state.json");
    }

    RunnerState state() throws IOException {
        return Json.read(Files.readString(home.resolve("runner.state.json")), RunnerState.class);
    }

    JsonNode spawn(String directory, String model) {
        return rpc(
                "spawn-happy-session",
                Json.object().put("directory", directory).put("model", model));
    }

    JsonNode worktree(String name, String model) {
        return rpc(
                "spawn-happy-session",
                Json.object()
                        .put("directory", work.toString())
                        .put("sessionType", "worktree")
                        .put("worktreeName", name)
                        .put("model", model));
    }

    static long pidOf(JsonNode spawned) {
        return Long.parseLong(
                spawned.path("sessionId").asString().substring("session-of-".length()));
    }

    JsonNode rpc(String method, JsonNode params) {
        String machine = hub.state().at("/machine/id").asString();
        JsonNode answer =
                hub.control(
                        "rpc",
                        Json.object()
                                .put("method", machine + ":" + method)
                                .put("params", params.toString())
                                .put("timeout", 25_000));
        return Json.parse(answer.path("result").asString(answer.toString()));
    }

    String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return output(new ProcessBuilder(command).directory(work.toFile()));
    }

    String hapi(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "hapi.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return output(builder);
    }

    String output(ProcessBuilder builder) throws Exception {
        Path file = Files.createTempFile(folder, "out", ".txt");
        Process process = builder.redirectErrorStream(true).redirectOutput(file.toFile()).start();
        processes.add(process);
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        // Logback of the test class path speaks on standard output.
        return Files.readAllLines(file).stream()
                .filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\[.*"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }
}
