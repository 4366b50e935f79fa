package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.cli.hub.LoopbackHub;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The runner as a process of its own, beside a hub that is not ours.
class RunnerIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    @TempDir private Path folder;
    private Path home;
    private Path work;
    private LoopbackHub hub;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void prepare() throws Exception {
        home = folder.resolve("home");
        work = Files.createDirectory(folder.resolve("work"));
        hub = LoopbackHub.start(Files.createDirectory(folder.resolve("hub")), true);
        Path launcher = folder.resolve("hapi");
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
        launcher.toFile().setExecutable(true);
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("HAPI_HOME", home.toString());
        environment.put("HAPI_LAUNCHER", launcher.toString());
        environment.put("HAPI_API_URL", hub.access().origin().toString());
        environment.put("CLI_API_TOKEN", "secret");
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

    @Test
    void startRegistersTheMachineAndStopSaysGoodBye() throws Exception {
        assertThat(hapi("runner", "start")).isEqualTo("Runner started successfully\n");

        RunnerState state = state();
        assertThat(Processes.isAlive(state.pid())).isTrue();
        assertThat(Files.getPosixFilePermissions(home.resolve("runner.state.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        connected();
        JsonNode seen = hub.state();
        assertThat(seen.at("/machine/metadata/capabilities").toString())
                .contains("agent-availability", "cursor-chat-store-status");
        await().atMost(SOON).until(() -> !hub.state().path("alive").isEmpty());
        assertThat(runnerState().path("status").asString()).isEqualTo("running");
        assertThat(runnerState().path("pid").asLong()).isEqualTo(state.pid());

        assertThat(hapi("runner", "stop")).isEmpty();

        assertThat(Processes.isAlive(state.pid())).isFalse();
        assertThat(home.resolve("runner.state.json")).doesNotExist();
        assertThat(home.resolve("runner.state.json.lock")).doesNotExist();
        assertThat(runnerState().path("status").asString()).isEqualTo("shutting-down");
        assertThat(runnerState().path("shutdownSource").asString()).isEqualTo("cli");
    }

    @Test
    void hubAsksForFoldersAndAgents() throws Exception {
        startRunner();
        Files.createDirectories(work.resolve("repo/.git"));
        Files.writeString(work.resolve("a.txt"), "a");

        JsonNode exists =
                rpc(
                        "path-exists",
                        Json.parse("{\"paths\":[\"%s\",\"/nope\",\"rel\"]}".formatted(work)));
        JsonNode listed = rpc("list-directory", Json.object().put("path", work.toString()));
        JsonNode agents = rpc("agent-availability", Json.object());

        assertThat(exists.at("/exists").get(work.toString()).asBoolean()).isTrue();
        assertThat(exists.at("/exists/~1nope").asBoolean()).isFalse();
        assertThat(exists.path("outsideWorkspaceRoots").toString()).isEqualTo("[\"rel\"]");
        assertThat(listed.at("/entries/0/name").asString()).isEqualTo("repo");
        assertThat(listed.at("/entries/0/isGitRepo").asBoolean()).isTrue();
        assertThat(listed.at("/entries/1/size").asInt()).isEqualTo(1);
        assertThat(rpc("list-directory", Json.object()).path("error").asString())
                .isEqualTo("Path is required");
        assertThat(agents.path("agents").toString()).contains("{\"agent\":\"claude\"");
        assertThat(rpc("cursor-chat-store-status", Json.object()).path("onDisk").asBoolean())
                .isFalse();
    }

    @Test
    void sessionIsStartedListedAndStopped() throws Exception {
        startRunner();
        Path missing = work.resolve("made/on demand");

        JsonNode spawned =
                rpc(
                        "spawn-happy-session",
                        Json.object()
                                .put("directory", missing.toString())
                                .put("model", "opus")
                                .put("permissionMode", "plan")
                                .put("resumeSessionId", "agent-1")
                                .put("yolo", true));

        assertThat(spawned.path("type").asString()).as(spawned.toString()).isEqualTo("success");
        String sessionId = spawned.path("sessionId").asString();
        long pid = Long.parseLong(sessionId.substring("session-of-".length()));
        assertThat(missing).isDirectory();
        assertThat(home.resolve("child-arguments"))
                .hasContent(
                        """
                        claude
                        --resume=agent-1
                        --hapi-starting-mode
                        remote
                        --started-by
                        runner
                        --model=opus
                        --permission-mode=plan
                        --yolo
                        """);
        assertThat(hapi("runner", "list")).contains(sessionId, "\"startedBy\" : \"runner\"");
        assertThat(hapi("runner", "stop-session", sessionId)).isEqualTo("Session stopped\n");
        assertThat(Processes.isAlive(pid)).isFalse();
        assertThat(hapi("runner", "list")).startsWith("No active sessions");
        assertThat(
                        rpc("stop-session", Json.object().put("sessionId", "unknown"))
                                .path("status")
                                .asString())
                .isEqualTo("still_alive");
    }

    @Test
    void childThatDiesAtOnceIsReportedWithItsWordsAndASilentOneAfterTheLimit() throws Exception {
        startRunner();

        JsonNode dead = spawn(work.toString(), "die");
        JsonNode silent = spawn(work.toString(), "silent");

        assertThat(dead.path("type").asString()).isEqualTo("error");
        assertThat(dead.path("errorMessage").asString()).contains("the agent is not installed");
        assertThat(silent.path("errorMessage").asString())
                .startsWith("Session webhook timeout for PID");
    }

    @Test
    void badSpawnsAreRefusedInWords() throws Exception {
        Files.writeString(work.resolve("file"), "x");
        startRunner();

        assertThat(rpc("spawn-happy-session", Json.object()).path("errorMessage").asString())
                .isEqualTo("Directory is required");
        assertThat(spawn("relative", "x").path("errorMessage").asString()).contains("absolute");
        assertThat(spawn(work.resolve("file/sub").toString(), "x").path("errorMessage").asString())
                .contains("Unable to create directory");
        assertThat(
                        rpc(
                                        "spawn-happy-session",
                                        Json.object()
                                                .put("directory", work.resolve("new").toString())
                                                .put("approvedNewDirectoryCreation", false))
                                .path("type")
                                .asString())
                .isEqualTo("requestToApproveDirectoryCreation");
        assertThat(
                        rpc(
                                        "spawn-happy-session",
                                        Json.object()
                                                .put("directory", work.toString())
                                                .put("agent", "nobody"))
                                .path("code")
                                .asString())
                .isEqualTo("agent_not_available");
    }

    @Test
    void workspaceRootsBoundBrowsingAndStarting() throws Exception {
        Files.createSymbolicLink(work.resolve("out"), folder);
        hapi("runner", "start", "--workspace-root", work.toString());
        connected();

        assertThat(spawn(folder.toString(), "x").path("code").asString())
                .isEqualTo("outside_workspace_roots");
        assertThat(spawn(work.resolve("out/x").toString(), "x").path("code").asString())
                .isEqualTo("outside_workspace_roots");
        assertThat(
                        rpc("list-directory", Json.object().put("path", "/etc"))
                                .path("error")
                                .asString())
                .isEqualTo("Path is outside workspace roots");
        assertThat(hub.state().at("/machine/metadata/workspaceRoots").toString())
                .isEqualTo("[\"%s\"]".formatted(work));
    }

    @Test
    void worktreeIsMadeForTheSessionAndRemovedWhenItDidNotStart() throws Exception {
        git("init", "-q");
        git(
                "-c",
                "user.email=a@b",
                "-c",
                "user.name=a",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "x");
        startRunner();

        JsonNode started = worktree("My Feature!", "x");
        JsonNode again = worktree("my feature", "die");

        assertThat(started.path("type").asString()).as(started.toString()).isEqualTo("success");
        assertThat(folder.resolve("work-worktrees/my-feature")).isDirectory();
        assertThat(git("branch", "--list", "hapi-my-feature")).contains("hapi-my-feature");
        assertThat(again.path("type").asString()).isEqualTo("error");
        assertThat(folder.resolve("work-worktrees"))
                .isDirectoryContaining(path -> path.endsWith("my-feature"));
        assertThat(Files.list(folder.resolve("work-worktrees"))).hasSize(1);
    }

    @Test
    void sessionsLiveOnWhenTheRunnerIsStopped() throws Exception {
        startRunner();
        long pid = pidOf(spawn(work.toString(), "x"));

        rpc("stop-runner", Json.object());

        await().atMost(SOON).until(() -> !Files.exists(home.resolve("runner.state.json")));
        assertThat(Processes.isAlive(pid)).isTrue();
        assertThat(runnerState().path("shutdownSource").asString()).isEqualTo("mobile-app");
        assertThat(Processes.end(pid, SOON)).isTrue();
    }

    @Test
    void controlServerAnswersNobodyWithoutItsSecret() throws Exception {
        startRunner();
        RunnerState state = state();

        assertThat(control(state, "/list", null, "{}")).isEqualTo(401);
        assertThat(control(state, "/list", "wrong", "{}")).isEqualTo(401);
        assertThat(control(state, "/list", state.secret(), "{}")).isEqualTo(200);
        assertThat(control(state, "/list", state.secret(), "{")).isEqualTo(400);
        assertThat(control(state, "/nope", state.secret(), "{}")).isEqualTo(404);
        assertThat(control(state, "/session-started", state.secret(), "{}")).isEqualTo(400);
        assertThat(control(state, "/stop", "", "{}")).isEqualTo(401);
        assertThat(Processes.isAlive(state.pid())).isTrue();
    }

    @Test
    void secondRunnerOfTheSameKindLeavesAndAKilledOnesLockIsTakenOver() throws Exception {
        startRunner();
        long first = state().pid();
        assertThat(hapi("runner", "start-sync"))
                .isEqualTo("Runner already running with matching version\n");
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        Processes.awaitEnd(first, SOON);
        assertThat(home.resolve("runner.state.json.lock")).exists();

        assertThat(hapi("runner", "start")).isEqualTo("Runner started successfully\n");

        assertThat(state().pid()).isNotEqualTo(first);
        assertThat(hapi("runner", "status")).contains("Runner is running", "PID: " + state().pid());
    }

    @Test
    void sigtermIsAnOrderlyEnd() throws Exception {
        startRunner();
        long pid = state().pid();

        ProcessHandle.of(pid).orElseThrow().destroy();

        assertThat(Processes.awaitEnd(pid, SOON)).isTrue();
        assertThat(home.resolve("runner.state.json")).doesNotExist();
        assertThat(runnerState().path("shutdownSource").asString()).isEqualTo("os-signal");
    }

    @Test
    void runnerWaitsForAHubThatIsAwayAndComesBackAfterItsDeath() throws Exception {
        hub.kill();
        assertThat(hapi("runner", "start")).isEqualTo("Runner started successfully\n");

        hub.start();
        connected();
        hub.kill();
        hub.start();

        connected();
        assertThat(rpc("agent-availability", Json.object()).path("agents").isEmpty()).isFalse();
    }

    @Test
    void wrongTokenEndsTheRunnerWithWords() throws Exception {
        environment.put("CLI_API_TOKEN", "wrong");

        String said = hapi("runner", "start-sync");

        assertThat(said).contains("Authentication error: Invalid token", "Run: hapi auth login");
        assertThat(home.resolve("runner.state.json")).doesNotExist();
    }

    private void startRunner() throws Exception {
        assertThat(hapi("runner", "start")).isEqualTo("Runner started successfully\n");
        connected();
    }

    private void connected() {
        await().atMost(SOON)
                .until(() ->
                        hub.state()
                                .path("owners")
                                .toString()
                                .contains(":cursor-chat-store-status"));
        await().atMost(SOON)
                .until(() -> runnerState().path("status").asString("").equals("running"));
    }

    private JsonNode runnerState() {
        return hub.state().at("/documents/machine-update-state/value");
    }

    private RunnerState state() throws IOException {
        return Json.read(Files.readString(home.resolve("runner.state.json")), RunnerState.class);
    }

    private JsonNode spawn(String directory, String model) {
        return rpc(
                "spawn-happy-session",
                Json.object().put("directory", directory).put("model", model));
    }

    private JsonNode worktree(String name, String model) {
        return rpc(
                "spawn-happy-session",
                Json.object()
                        .put("directory", work.toString())
                        .put("sessionType", "worktree")
                        .put("worktreeName", name)
                        .put("model", model));
    }

    private static long pidOf(JsonNode spawned) {
        return Long.parseLong(
                spawned.path("sessionId").asString().substring("session-of-".length()));
    }

    private JsonNode rpc(String method, JsonNode params) {
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

    private static int control(RunnerState state, String path, String secret, String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d%s".formatted(state.httpPort(), path)))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (secret != null) {
            request.header("X-Hapi-Runner-Secret", secret);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return output(new ProcessBuilder(command).directory(work.toFile()));
    }

    private String hapi(String... arguments) throws Exception {
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

    private String output(ProcessBuilder builder) throws Exception {
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
