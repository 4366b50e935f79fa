package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.HubUnreachableException;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A hub that is killed while the machine starts a session: the first prompt is in the session
/// once, and there is one session. The real runner, command line and Claude Code.
@Tag("full")
@TestInstance(Lifecycle.PER_CLASS)
class OurPairFirstPromptIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String PROMPT = "the very first prompt";

    @RegisterExtension final Stage stage = Stage.shared();

    /// When it dies, after the click.
    enum Moment {
        /// The prompt is on the disk.
        STORED,
        /// The session's process is there.
        BEGUN,
        /// The session is on the hub; the machine has not answered, or only just.
        CREATED
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void firstPromptIsInTheSessionOnceWheneverTheHubDies(Moment moment) {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        HapiCli cli = new HapiCli(stage, Edition.OURS, moment.name(), hub.url(), hub.token());
        cli.runner();
        String machine = hub.client().awaitMachine(LIMIT);
        Path project = stage.folder("project-" + moment.name());

        Thread click = Thread.ofVirtual().start(() -> click(hub, machine, project));
        await(moment.name())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> isReached(moment, hub, cli));
        hub.kill();
        hub.restart();

        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);
        session.awaitLine("agent: " + ClaudeScenario.ECHO + PROMPT);
        await().atMost(LIMIT).until(() -> rows(hub, "session_starts") == 0);
        assertThat(session.transcript())
                .filteredOn(line -> line.equals("user: " + PROMPT))
                .hasSize(1);
        assertThat(session.transcript())
                .filteredOn(line -> line.startsWith("agent: " + ClaudeScenario.ECHO))
                .hasSize(1);
        assertThat(hub.client().sessions()).hasSize(1);
        await().atMost(LIMIT).until(() -> !click.isAlive());
        hub.kill();
    }

    private static void click(HubProcess hub, String machine, Path project) {
        try {
            hub.client().spawn(machine, project, "claude", Json.object().put("prompt", PROMPT));
        } catch (HubUnreachableException e) {
            // That is what the test is about: the answer never comes.
        }
    }

    private static boolean isReached(Moment moment, HubProcess hub, HapiCli cli) {
        return switch (moment) {
            case STORED -> rows(hub, "session_starts") > 0;
            case BEGUN -> !files(cli.home().resolve("runner-sessions")).isEmpty();
            case CREATED -> rows(hub, "sessions") > 0;
        };
    }

    private static long rows(HubProcess hub, String table) {
        String url = "jdbc:sqlite:file:%s?mode=ro".formatted(hub.home().resolve("hub.db"));
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
