package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.OtherHub;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A hub is updated while sessions run: the later one finds the home of the earlier, brings its
/// database to its own schema, and serves the runner and the sessions that were there. The real
/// runner, command line and Claude Code.
@Tag("full")
class HubUpgradeIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void laterHubServesTheRunnerAndTheSessionsThatWereThere() {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        HapiCli cli = HapiCli.of(stage, Edition.OURS, hub);
        Program runner = cli.runner();
        String machine = hub.client().awaitMachine(LIMIT);
        Path project = stage.folder("project");
        SteeredSession session = hub.client().spawnActive(machine, project, "claude");
        session.send("before the update");
        session.awaitLine("agent: " + ClaudeScenario.ECHO + "before the update");
        long pid = pid(session);
        session.send(ClaudeScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitRequest("Bash");
        var later =
                new OtherHub(stage.folder("later"), "99.0.0")
                        .with(
                                "hapi/hub/api/HealthController.java",
                                "(\"protocolVersion\",\\s*)1,",
                                "$12,")
                        .with("hapi/hub/api/BearerFilter.java", "_HEADER, \"1\"", "_HEADER, \"2\"");

        hub.stop();
        makeEarlier(hub.home().resolve("hub.db"));
        hub.restartAs(later.command());

        assertThat(protocolVersion(hub)).isEqualTo(2);
        session.awaitActive();
        assertThat(session.openRequests()).containsExactly(request);
        session.awaitApproved(request, Json.object());
        session.awaitLine("agent: " + ClaudeScenario.COMMAND_DONE);
        session.deliver("after the update");
        session.awaitLine("agent: " + ClaudeScenario.ECHO + "after the update");
        assertThat(session.transcript())
                .filteredOn(line -> line.startsWith("user: "))
                .containsExactly(
                        "user: before the update",
                        "user: " + ClaudeScenario.RUN_COMMAND,
                        "user: after the update");
        assertThat(pid(session)).isEqualTo(pid);
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).contains(true);
        assertThat(runner.isRunning()).isTrue();
        assertThat(hub.client().awaitMachine(LIMIT)).isEqualTo(machine);
        SteeredSession fresh = hub.client().spawnActive(machine, stage.folder("another"), "claude");
        fresh.send("are you there");
        fresh.awaitLine("agent: " + ClaudeScenario.ECHO + "are you there");
    }

    private static int protocolVersion(HubProcess hub) {
        return hub.client().send("GET", "/health", null, null).ok().path("protocolVersion").asInt();
    }

    private static long pid(SteeredSession session) {
        return session.state().at("/metadata/hostPid").asLong();
    }

    /// Takes the last step of the schema back, so that the later hub has one to make.
    private static void makeEarlier(Path database) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DROP TABLE telegram_binds");
            statement.executeUpdate("DROP INDEX users_by_namespace");
            statement.executeUpdate("ALTER TABLE users DROP COLUMN seal");
            assertThat(
                            statement.executeUpdate(
                                    "DELETE FROM flyway_schema_history WHERE version = '016'"))
                    .isEqualTo(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
