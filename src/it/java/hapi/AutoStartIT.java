package hapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What `hapi` starts by itself: a runner beside a session that a person started, and a hub for a
/// person whose hub is on this very machine and not running. Source: agents/runner.md and
/// commands.md, section 3.
class AutoStartIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(20);
    private static final String TOKEN = "q8Zr-vN2mK4tYw7Lx0pB-q8Zr-vN2mK4tYw7Lx0pB";

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void sessionOfAPersonBringsARunnerThatOutlivesItAndServesThePhone() {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        HapiCli cli = HapiCli.of(stage, Edition.OURS, hub);
        Path project = stage.folder("project");
        Program first = cli.remoteSession(project);
        hub.client().awaitSessionIn(project, LIMIT).awaitActive();

        String machine = hub.client().awaitMachine(LIMIT);
        long runner = runnerOf(cli.home());
        first.stop(END);
        SteeredSession fromPhone =
                hub.client().spawnActive(machine, stage.folder("from-phone"), "claude");
        Path another = stage.folder("another");
        cli.remoteSession(another);
        hub.client().awaitSessionIn(another, LIMIT).awaitActive();

        assertThat(isAlive(runner)).isTrue();
        assertThat(runnerOf(cli.home())).as("the same runner").isEqualTo(runner);
        fromPhone.archive();
    }

    @Test
    void sessionThatCannotStartLeavesNoRunnerAndOneOfARunnerBringsNone() {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        HapiCli lost =
                new HapiCli(
                        stage,
                        Edition.OURS,
                        "lost",
                        URI.create("http://127.0.0.1:" + Stage.freePort()),
                        hub.token());
        HapiCli cli = HapiCli.of(stage, Edition.OURS, hub);
        Path project = stage.folder("project");

        Program failed = lost.remoteSession(stage.folder("nowhere"));
        Program session = cli.remoteSession(project, "--started-by", "runner");
        SteeredSession steered = hub.client().awaitSessionIn(project, LIMIT);
        steered.awaitActive();
        steered.send("hello");
        steered.awaitLine("agent: I got: hello");
        session.stop(END);

        assertThat(failed.awaitEnd(END)).isEqualTo(1);
        assertThat(lost.home().resolve("runner.state.json")).doesNotExist();
        assertThat(cli.home().resolve("runner.state.json")).doesNotExist();
        assertThat(hub.client().machines()).noneMatch(it -> it.path("active").asBoolean());
    }

    @Test
    void hubOfThisMachineIsStartedWithTheSessionAndEndsWithIt() throws IOException {
        int port = Stage.freePort();
        URI url = URI.create("http://127.0.0.1:" + port);
        HapiCli cli = new HapiCli(stage, Edition.OURS, "alone", url, TOKEN);
        Map<String, String> environment = new TreeMap<>(cli.additions());
        environment.remove("HAPI_API_URL");
        environment.remove("CLI_API_TOKEN");
        environment.put("HAPI_LISTEN_PORT", Integer.toString(port));
        Path settings = cli.home().resolve("settings.json");
        Files.writeString(settings, Json.write(Json.object().put("cliApiToken", TOKEN)));
        HapiHome.restrictFile(settings);
        Path project = stage.folder("project");
        HubClient client = stage.keep(new HubClient(url, TOKEN));

        Program session =
                stage.start(
                        "session",
                        Edition.OURS.command("claude", "--hapi-starting-mode", "remote"),
                        project,
                        environment);
        await("the hub that the session starts")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(session.log()).contains("HAPI hub started"));
        client.awaitSessionIn(project, LIMIT).awaitActive();

        assertThat(session.log()).contains("Starting HAPI hub in background...");
        session.stop(END);
        await().atMost(END).until(() -> !client.isHealthy());
    }

    private static long runnerOf(Path home) {
        Path state = home.resolve("runner.state.json");
        await().atMost(END).until(() -> Files.exists(state));
        try {
            return Json.parse(Files.readString(state)).path("pid").asLong();
        } catch (IOException e) {
            throw new AssertionError("the runner has no state", e);
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
