package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.cli.spawn.Processes;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sessions that a runner starts: ready, failed at a named hop, or timed out, and nothing in
/// between.
class RunnerSpawnIT extends RunnerFixture {
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
        assertThat(Files.readString(home.resolve("child-arguments")).split("\0"))
                .containsExactly(
                        "claude",
                        "--resume=agent-1",
                        "--hapi-starting-mode",
                        "remote",
                        "--started-by",
                        "runner",
                        "--model=opus",
                        "--permission-mode=plan",
                        "--yolo");
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
        assertThat(dead.path("errorMessage").asString())
                .startsWith("The session's process ended before it was ready")
                .doesNotContain("\u001b");
        assertThat(silent.path("errorMessage").asString())
                .startsWith("Session webhook timeout for PID");
        assertThat(new OwnProcesses(new HapiHome(home)).list())
                .extracting(OwnProcesses.Found::what)
                .containsExactly("runner");
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
                .isEqualTo("agent_unavailable");
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
        assertThat(git("branch", "--list", "hapi-*").strip()).endsWith("hapi-my-feature");
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
    @Tag("full")
    void oneSessionMoreThanTheRunnerMayStartIsRefused() throws Exception {
        hapi("runner", "start", "--max-sessions", "1");
        connected();
        JsonNode first = spawn(work.toString(), "x");

        JsonNode second = spawn(work.toString(), "x");

        assertThat(second.path("code").asString()).isEqualTo("session_limit");
        assertThat(second.path("errorMessage").asString())
                .startsWith("This machine runs 1 sessions already");
        hapi("runner", "stop-session", first.path("sessionId").asString());
        assertThat(spawn(work.toString(), "x").path("type").asString()).isEqualTo("success");
    }

    @Test
    @Tag("full")
    void sessionThatTheHubLostIsEndedBeforeItIsStartedAgain() throws Exception {
        startRunner();
        JsonNode first = spawn(work.toString(), "x");

        JsonNode again =
                rpc(
                        "spawn-happy-session",
                        Json.object()
                                .put("directory", work.toString())
                                .put("existingSessionId", first.path("sessionId").asString()));

        assertThat(again.path("type").asString()).as(again.toString()).isEqualTo("success");
        assertThat(Processes.isAlive(pidOf(first))).isFalse();
        assertThat(Processes.isAlive(pidOf(again))).isTrue();
    }

    @Test
    @DisplayName("row 29: what stands in a spawn is one literal word of the process or not there")
    void wordsOfASpawnReachTheProcessLiterally() throws Exception {
        environment.put("HAPI_SESSION_ID", "of-the-starter");
        startRunner();
        Path odd = work.resolve("$(touch pwned) `id` %PATH% \"'; --yolo\n&& echo");
        String model = "a b\"'$HOME`id`%PATH%;&&|--yolo";

        JsonNode spawned =
                rpc(
                        "spawn-happy-session",
                        Json.object()
                                .put("directory", odd.toString())
                                .put("model", model)
                                .put("LD_PRELOAD", "/tmp/x.so")
                                .set(
                                        "environment",
                                        Json.object()
                                                .put("LD_PRELOAD", "/tmp/x.so")
                                                .put("NODE_OPTIONS", "--require /tmp/x.js")));

        assertThat(spawned.path("type").asString()).as(spawned.toString()).isEqualTo("success");
        assertThat(Files.readString(home.resolve("child-arguments")).split("\0"))
                .containsExactly(
                        "claude",
                        "--hapi-starting-mode",
                        "remote",
                        "--started-by",
                        "runner",
                        "--model=" + model);
        assertThat(Files.readString(home.resolve("child-folder"))).isEqualTo(odd.toString());
        assertThat(Json.parse(Files.readString(home.resolve("child-environment"))).propertyNames())
                .doesNotContain("LD_PRELOAD", "NODE_OPTIONS", "HAPI_SESSION_ID");
        assertThat(work.resolve("pwned")).doesNotExist();
        assertThat(odd.resolve("pwned")).doesNotExist();
    }
}
