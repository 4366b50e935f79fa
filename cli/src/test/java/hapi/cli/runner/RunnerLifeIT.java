package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.cli.spawn.Processes;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// How a runner begins, is found, is replaced and ends.
class RunnerLifeIT extends RunnerFixture {
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

    @Test
    void anotherBuildThatIsInstalledGetsItsOwnRunnerAndSessionsLiveOn() throws Exception {
        environment.put("HAPI_RUNNER_HEARTBEAT_INTERVAL", "300");
        hapi("runner", "start", "--workspace-root", folder.toString(), "--max-sessions", "7");
        connected();
        long old = state().pid();
        JsonNode spawned = spawn(work.toString(), "x");
        long session = pidOf(spawned);

        Files.writeString(folder.resolve("version"), "2");

        await().atMost(SOON).until(() -> Files.exists(stateFile()) && state().pid() != old);
        assertThat(Processes.awaitEnd(old, SOON)).isTrue();
        assertThat(Processes.isAlive(session)).isTrue();
        assertThat(state().arguments()).contains("--workspace-root=" + folder, "--max-sessions=7");
        assertThat(hapi("runner", "list")).contains(spawned.path("sessionId").asString());
        assertThat(hapi("runner", "stop-session", spawned.path("sessionId").asString()))
                .isEqualTo("Session stopped\n");
        assertThat(Processes.isAlive(session)).isFalse();
    }

    @Test
    void sessionsOfAKilledRunnerAreKnownToTheNextOneAndToTheCleaner() throws Exception {
        startRunner();
        JsonNode spawned = spawn(work.toString(), "x");
        long first = state().pid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        Processes.awaitEnd(first, SOON);
        OwnProcesses own = new OwnProcesses(new HapiHome(home));
        assertThat(own.lockOwner().orElseThrow().isAlive()).isFalse();
        assertThat(own.orphans(environment))
                .extracting(OwnProcesses.Found::what)
                .containsExactly("session");
        assertThat(hapi("doctor", "clean"))
                .contains("1 session of a runner that is gone still runs", "hapi runner start")
                .contains("Removed " + home.resolve("runner.state.json.lock"));
        assertThat(Processes.isAlive(pidOf(spawned))).isTrue();

        startRunner();

        assertThat(hapi("runner", "list")).contains(spawned.path("sessionId").asString());
        assertThat(own.list())
                .extracting(OwnProcesses.Found::what)
                .containsExactly("runner", "session");
        assertThat(own.orphans(environment)).isEmpty();
        hapi("runner", "stop");
        assertThat(hapi("doctor", "clean", "--sessions"))
                .contains("Ended session process " + pidOf(spawned));
        assertThat(own.list()).isEmpty();
        assertThat(Processes.isAlive(pidOf(spawned))).isFalse();
    }

    @Test
    @Tag("full")
    void hubThatGoesAndComesBackFindsRunnerAndSessionsAlive() throws Exception {
        startRunner();
        long session = pidOf(spawn(work.toString(), "x"));
        long runner = state().pid();

        hub.kill();
        hub.start();
        connected();

        assertThat(state().pid()).isEqualTo(runner);
        assertThat(Processes.isAlive(session)).isTrue();
        assertThat(pidOf(spawn(work.toString(), "x"))).isNotEqualTo(session);
    }
}
