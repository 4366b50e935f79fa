package hapi.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A database of an earlier HAPI, which knew the scripts up to V014, is opened by this one.
@Timeout(60)
class UpgradeCopiesTest {
    private static final String EARLIER = "014";

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void anEarlierHapiWroteIt() throws SQLException {
        file = folder.resolve("hub.db");
        Flyway.configure()
                .dataSource(url(), null, null)
                .locations("classpath:db/migration")
                .target(EARLIER)
                .load()
                .migrate();
        execute("PRAGMA journal_mode = WAL");
        insertMachine("before");
    }

    @AfterEach
    void makeWritable() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void copyHoldsTheEarlierSchemaAndIsItsOwnersAlone() throws Exception {
        Store.open(file).close();
        Path copy = folder.resolve("hub.db.before-V015");

        assertThat(strings(file, "SELECT max(version) FROM flyway_schema_history"))
                .isNotEqualTo(List.of(EARLIER));
        assertThat(strings(copy, "SELECT max(version) FROM flyway_schema_history"))
                .containsExactly(EARLIER);
        assertThat(strings(copy, "SELECT id FROM machines")).containsExactly("before");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        assertThat(copies()).containsExactly("hub.db.before-V015");
    }

    @Test
    void copyHoldsWhatIsInTheWriteAheadLogOnly() throws Exception {
        try (Connection crashed = DriverManager.getConnection(url());
                Statement statement = crashed.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = 0");
            statement.execute(insertion("logged"));
            assertThat(folder.resolve("hub.db-wal")).isNotEmptyFile();

            Path copy = new UpgradeCopies(file).make(url(), "015");

            assertThat(strings(copy, "SELECT id FROM machines"))
                    .containsExactly("before", "logged");
        }
    }

    @Test
    void copyIsAGoodDatabaseToGoBackTo() throws Exception {
        Store.open(file).close();
        Files.move(folder.resolve("hub.db.before-V015"), file, StandardCopyOption.REPLACE_EXISTING);

        Store.open(file).close();

        assertThat(strings(file, "SELECT id FROM machines")).containsExactly("before");
        assertThat(copies()).containsExactly("hub.db.before-V015");
    }

    @Test
    void newDatabaseAndOneThatNeedsNothingAreNotCopied() throws Exception {
        Path fresh = Files.createDirectory(folder.resolve("fresh")).resolve("hub.db");

        Store.open(fresh).close();
        Store.open(fresh).close();

        try (Stream<Path> files = Files.list(fresh.getParent())) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder("hub.db", "hub.db.lock");
        }
    }

    @Test
    void youngestTwoOfTheOthersStayWhateverTheirNumber() throws Exception {
        for (String version : List.of("006", "009", "010", "020")) {
            Files.writeString(folder.resolve("hub.db.before-V" + version), "a copy");
        }
        age("hub.db.before-V020", 4000);
        age("hub.db.before-V006", 3000);
        age("hub.db.before-V010", 2000);
        age("hub.db.before-V009", 1000);
        Files.writeString(folder.resolve("hub.db.before-V001.mine"), "somebody's own");

        Store.open(file).close();

        assertThat(copies())
                .containsExactly(
                        "hub.db.before-V001.mine",
                        "hub.db.before-V009",
                        "hub.db.before-V010",
                        "hub.db.before-V015");
    }

    @Test
    void restOfACopyThatWasKilledIsNoneAndGivesWay() throws Exception {
        Files.writeString(folder.resolve("hub.db.before-V015.part"), "half");
        Files.writeString(folder.resolve("hub.db.before-V015.part-journal"), "a journal");

        assertThat(new UpgradeCopies(file).all()).isEmpty();
        Store.open(file).close();

        assertThat(copies()).containsExactly("hub.db.before-V015");
    }

    @Test
    void copyThatCannotBeMadeStopsTheHubAndTheDatabaseStays() throws Exception {
        Files.createDirectories(folder.resolve("hub.db.before-V015.part/in the way"));
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("older HAPI")
                .hasMessageContaining("no copy of it could be made")
                .hasMessageContaining("unchanged");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void folderThatMayNotBeWrittenStopsTheHubAndTheDatabaseStays() throws Exception {
        Files.createFile(folder.resolve("hub.db.lock"));
        byte[] before = Files.readAllBytes(file);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        assumeThat(Files.isWritable(folder)).as("no superuser").isFalse();

        assertThatThrownBy(() -> Store.open(file)).isInstanceOf(StoreException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    /// The system lets a process of its own write no file beyond a size, as a full disk would.
    @Test
    void diskWithoutRoomForTheCopyStopsTheHubAndTheDatabaseStays() throws Exception {
        IntStream.range(0, 40).forEach(each -> insertMachine(each + "x".repeat(100_000)));
        byte[] before = Files.readAllBytes(file);
        Path said = folder.resolve("said");

        Process hub =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "ulimit -f 3000; exec \"$@\"",
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Opening.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();

        assertThat(hub.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said))
                .contains("refused: the database", "no copy of it could be made");
        assertThat(copies()).isEmpty();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    /// Opens a database in a process of its own and says how that went.
    static final class Opening {
        public static void main(String[] arguments) {
            try {
                Store.open(Path.of(arguments[0])).close();
                System.out.println("opened");
            } catch (StoreException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private String url() {
        return "jdbc:sqlite:" + file;
    }

    private void insertMachine(String id) {
        try {
            execute(insertion(id));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String insertion(String id) {
        return """
        INSERT INTO machines (id, namespace, created_at, updated_at, metadata,
            metadata_version, runner_state, runner_state_version, active_at, seq)
        VALUES ('%s', 'home', 1, 1, 'null', 1, 'null', 1, 1, 0)
        """
                .formatted(id);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> strings(Path database, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private void age(String name, int seconds) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve(name), FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    private List<String> copies() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith("hub.db.before"))
                    .sorted()
                    .toList();
        }
    }
}
