package hapi.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.Scopes;
import hapi.hub.lanes.CommitFailedException;
import hapi.hub.lanes.GroupCommitLanes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(60)
class StoreTest {
    @TempDir Path folder;

    @Test
    void theFileIsMadeForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("hub.db");

        try (Store store = Store.open(file)) {
            try (GroupCommitLanes lanes = lanes(store)) {
                lanes.call(
                        Scopes.HOME,
                        _ -> insertMachine(JdbcClient.create(store.dataSource()), "a"));
            }
            for (String suffix : List.of("", "-wal", "-shm", ".lock")) {
                assertThat(
                                PosixFilePermissions.toString(
                                        Files.getPosixFilePermissions(
                                                folder.resolve("hub.db" + suffix))))
                        .as(suffix)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void everyConnectionIsSetUpAsDurable() {
        try (Store store = Store.open(folder.resolve("hub.db"))) {
            JdbcClient client = JdbcClient.create(store.dataSource());

            assertThat(store.read(() -> pragma(client, "journal_mode"))).isEqualTo("wal");
            assertThat(store.read(() -> pragma(client, "query_only"))).isEqualTo("1");
            try (GroupCommitLanes lanes = lanes(store)) {
                String synchronous = lanes.call(Scopes.HOME, _ -> pragma(client, "synchronous"));
                assertThat(synchronous).isEqualTo("2");
                String foreign_keys = lanes.call(Scopes.HOME, _ -> pragma(client, "foreign_keys"));
                assertThat(foreign_keys).isEqualTo("1");
            }
        }
    }

    @Test
    void aFailedCommandLeavesNoRowAndItsNeighboursStay() throws Exception {
        try (Store store = Store.open(folder.resolve("hub.db"));
                GroupCommitLanes lanes = lanes(store)) {
            JdbcClient client = JdbcClient.create(store.dataSource());
            CountDownLatch release = new CountDownLatch(1);
            lanes.submit(
                    Scopes.HOME,
                    _ -> {
                        await(release);
                        return 0;
                    });
            CompletableFuture<Integer> one =
                    lanes.submit(Scopes.HOME, _ -> insertMachine(client, "one"));
            CompletableFuture<Integer> two =
                    lanes.submit(
                            Scopes.HOME,
                            _ -> {
                                insertMachine(client, "two");
                                throw new IllegalStateException("planted");
                            });
            CompletableFuture<Integer> duplicate =
                    lanes.submit(Scopes.HOME, _ -> insertMachine(client, "one"));
            CompletableFuture<Integer> three =
                    lanes.submit(Scopes.HOME, _ -> insertMachine(client, "three"));
            release.countDown();

            assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(three.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThatThrownBy(two::join).hasMessageContaining("planted");
            assertThatThrownBy(duplicate::join).hasMessageContaining("UNIQUE");
            assertThat(machines(store, client)).containsExactly("one", "three");
        }
    }

    @Test
    void aReadSeesOnlyWhatIsCommitted() throws Exception {
        try (Store store = Store.open(folder.resolve("hub.db"));
                GroupCommitLanes lanes = lanes(store)) {
            JdbcClient client = JdbcClient.create(store.dataSource());
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<Integer> write =
                    lanes.submit(
                            Scopes.HOME,
                            _ -> {
                                insertMachine(client, "one");
                                written.countDown();
                                await(release);
                                return machines(store, client).size();
                            });
            written.await();

            assertThat(machines(store, client)).isEmpty();
            release.countDown();

            assertThat(write.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(machines(store, client)).containsExactly("one");
        }
    }

    @Test
    void aReaderCannotWrite() {
        try (Store store = Store.open(folder.resolve("hub.db"))) {
            JdbcClient client = JdbcClient.create(store.dataSource());

            assertThatThrownBy(() -> store.read(() -> insertMachine(client, "one")))
                    .hasMessageContaining("readonly");
            assertThat(machines(store, client)).isEmpty();
        }
    }

    @Test
    void theStoreIsRefusedOutsideLaneAndRead() {
        try (Store store = Store.open(folder.resolve("hub.db"))) {
            JdbcClient client = JdbcClient.create(store.dataSource());

            assertThatThrownBy(() -> pragma(client, "journal_mode"))
                    .hasStackTraceContaining("outside a lane");
        }
    }

    @Test
    void whatWasAnsweredIsThereAfterOpeningAgain() {
        Path file = folder.resolve("hub.db");
        try (Store store = Store.open(file);
                GroupCommitLanes lanes = lanes(store)) {
            lanes.call(Scopes.HOME, _ -> insertMachine(JdbcClient.create(store.dataSource()), "a"));
        }

        try (Store store = Store.open(file)) {
            assertThat(machines(store, JdbcClient.create(store.dataSource()))).containsExactly("a");
        }
    }

    @Test
    void aSecondHubOnTheSameFileIsRefused() {
        Path file = folder.resolve("hub.db");
        try (Store store = Store.open(file)) {
            assertThatThrownBy(() -> Store.open(file))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another hub");
            assertThat(store.read(() -> 1)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("row 33: a database of another program is refused by what it is, and stays")
    void aForeignDatabaseStopsTheHub() throws Exception {
        Path file = folder.resolve("hub.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE recipes (name TEXT)");
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("another program")
                .hasMessageContaining("recipes");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    @DisplayName("row 33: a newer schema is refused by its number")
    void aNewerSchemaStopsTheHub() throws Exception {
        Path file = folder.resolve("hub.db");
        Store.open(file).close();
        Path copy = Files.writeString(folder.resolve("hub.db.before-V998"), "a copy");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    """
                    INSERT INTO flyway_schema_history
                    VALUES (99, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', CURRENT_TIMESTAMP, 1, 1)
                    """);
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer HAPI")
                .hasMessageContaining("its schema is 999")
                .hasMessageFindingMatch("knows schemas up to 0\\d\\d")
                .hasMessageContaining("Copies, the youngest first: " + copy);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(copy).hasContent("a copy");
    }

    @Test
    void aFileThatIsNoDatabaseStopsTheHubAndStaysAsItIs() throws Exception {
        Path file = folder.resolve("hub.db");
        Files.writeString(file, "this is a letter to my aunt, not a database at all\n".repeat(20));

        assertThatThrownBy(() -> Store.open(file)).isInstanceOf(StoreException.class);
        assertThat(Files.readString(file)).startsWith("this is a letter");
    }

    @Test
    void aFullDiskFailsTheBatchAndTheLaneLivesOn() {
        try (Store store = Store.open(folder.resolve("hub.db"));
                GroupCommitLanes lanes = lanes(store)) {
            JdbcClient client = JdbcClient.create(store.dataSource());
            lanes.call(Scopes.HOME, _ -> insertMachine(client, "before"));
            lanes.call(Scopes.HOME, _ -> pragma(client, "max_page_count = 30"));

            assertThatThrownBy(() ->
                            lanes.call(
                                    Scopes.HOME,
                                    _ -> {
                                        insertMachine(client, "x".repeat(1_000_000));
                                        return 0;
                                    }))
                    .satisfiesAnyOf(
                            it -> assertThat(it).isInstanceOf(CommitFailedException.class),
                            it -> assertThat(it).hasMessageContaining("full"));
            lanes.call(Scopes.HOME, _ -> pragma(client, "max_page_count = 100000"));
            lanes.call(Scopes.HOME, _ -> insertMachine(client, "after"));

            assertThat(machines(store, client)).containsExactly("before", "after");
        }
    }

    private static GroupCommitLanes lanes(Store store) {
        return new GroupCommitLanes(store.transactions(), (_, _, _) -> {}, Clock.systemUTC());
    }

    private static String pragma(JdbcClient client, String name) {
        return client.sql("PRAGMA " + name).query(String.class).single();
    }

    private static int insertMachine(JdbcClient client, String id) {
        return client.sql(
                        """
                        INSERT INTO machines (id, namespace, created_at, updated_at, metadata,
                            metadata_version, runner_state, runner_state_version, active_at, seq)
                        VALUES (?, 'home', 1, 1, 'null', 1, 'null', 1, 1, 0)
                        """)
                .param(id)
                .update();
    }

    private static List<String> machines(Store store, JdbcClient client) {
        return store.read(
                () -> client.sql("SELECT id FROM machines ORDER BY no").query(String.class).list());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
