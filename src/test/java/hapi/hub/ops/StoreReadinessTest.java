package hapi.hub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.lanes.Background;
import hapi.hub.lanes.Lanes;
import hapi.hub.store.Store;
import hapi.hub.store.TxRunner;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A real store whose file is locked or closed, and a lane that does not come back.
@Timeout(60)
class StoreReadinessTest {
    private static final Duration TOO_LONG = StoreReadiness.PATIENCE.plusMillis(1);

    @TempDir Path folder;
    private HubCore core;
    private StoreReadiness readiness;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        readiness =
                new StoreReadiness(
                        core.get(Lanes.class),
                        core.get(TxRunner.class),
                        core.get(JdbcClient.class),
                        core.get(Background.class),
                        core.clock);
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void storeThatAnswersIsReadyForHalfAMinute() {
        for (int i = 0; i < 3 * StoreReadiness.WRITES_EACH; i++) {
            core.clock.advance(StoreReadiness.PATIENCE);
            readiness.look();
            assertThat(readiness.isReady()).isTrue();
        }

        core.clock.advance(StoreReadiness.PATIENCE);
        assertThat(readiness.isReady()).isTrue();
        core.clock.advance(Duration.ofMillis(1));
        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void fileThatAnotherProgramLocksIsNotReadyUntilItIsFree() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            readiness.look();
            statement.execute("BEGIN IMMEDIATE");
            core.clock.advance(TOO_LONG);

            assertThatThrownBy(readiness::look).hasMessageContaining("locked");

            assertThat(readiness.isReady()).isFalse();
            statement.execute("ROLLBACK");
            assertThat(isWriting(statement)).as("a write at once after the failure").isTrue();
            assertThat(readiness.isReady()).isTrue();
        }
    }

    /// Only a write finds a full disk. Another connection sees the number of commits move.
    @Test
    void fileIsWrittenEachHalfMinute() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            List<Boolean> writes = new ArrayList<>();
            for (int i = 0; i < StoreReadiness.WRITES_EACH + 2; i++) {
                writes.add(isWriting(statement));
            }
            assertThat(writes)
                    .containsExactly(true, false, false, false, false, false, true, false);
        }
    }

    private boolean isWriting(Statement other) throws SQLException {
        long before = commits(other);
        readiness.look();
        return commits(other) != before;
    }

    private static long commits(Statement other) throws SQLException {
        try (ResultSet row = other.executeQuery("PRAGMA data_version")) {
            return row.getLong(1);
        }
    }

    @Test
    void storeThatIsClosedIsNotReady() {
        core.get(Store.class).close();
        core.clock.advance(TOO_LONG);

        assertThatThrownBy(readiness::look).isInstanceOf(RuntimeException.class);

        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void laneThatDoesNotComeBackIsNotReadyAndHealthDoesNotWaitForIt() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        core.get(Lanes.class)
                .submit(
                        Scopes.HOME,
                        _ -> {
                            hold(held);
                            return true;
                        });
        Thread asking = Thread.ofVirtual().start(readiness::look);
        core.clock.advance(TOO_LONG);

        assertThat(readiness.isReady()).isFalse();

        held.countDown();
        asking.join();
        assertThat(readiness.isReady()).isTrue();
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Path file() {
        return folder.resolve("hub.db");
    }
}
