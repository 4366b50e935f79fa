package hapi.hub.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.config.ConfigurationException;
import hapi.hub.store.Store;
import hapi.hub.transfer.ImportReport.Counts;
import hapi.hub.transfer.ImportReport.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedImportTest {
    private static final String TEXT =
            "{\"role\":\"agent\",\"content\":{\"type\":\"codex\",\"data\":{\"type\":\"message\",\"message\":\"%s\"}}}";

    @TempDir private Path folder;

    private PublishedFile source(int schema) throws SQLException {
        return PublishedFile.create(folder.resolve("hapi.db"), schema);
    }

    private ImportReport run(PublishedFile file) throws SQLException {
        try (Store store = Store.open(folder.resolve("hub.db"))) {
            return PublishedImport.run(file.path(), store);
        }
    }

    private String ours(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hub.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            StringBuilder all = new StringBuilder();
            while (row.next()) {
                all.append(all.isEmpty() ? "" : " ").append(row.getString(1));
            }
            return all.toString();
        }
    }

    @Test
    void everythingComesOverWithItsIdsNumbersAndTimes() throws SQLException {
        String longText = TEXT.formatted("ü".repeat(400));
        try (PublishedFile file = source(26)) {
            file.session("s1", "default");
            file.session("s2", "alice");
            file.message("m1", "s1", 1, TEXT.formatted("short"), null);
            file.message("m2", "s1", 2, PublishedFile.packed(longText), null);
            file.message("m3", "s1", 7, TEXT.formatted("waits"), "local-1");
            file.execute("INSERT INTO message_epochs VALUES ('s1', 4)");
            file.execute(
                    "INSERT INTO machines VALUES ('box', 'alice', 1, 2, '{\"host\":\"h\"}', 2, NULL, 1, 1, 3, 5)");
            file.execute("INSERT INTO users VALUES (1, 'telegram', '77', 'alice', 5)");
            file.execute(
                    "INSERT INTO push_subscriptions VALUES (1, 'default', 'https://p/1', 'k', 'a', 6)");

            ImportReport report = run(file);

            assertThat(report.of(Kind.SESSIONS)).isEqualTo(new Counts(2, 0, 0));
            assertThat(report.of(Kind.MESSAGES)).isEqualTo(new Counts(3, 0, 0));
            assertThat(report.of(Kind.MACHINES)).isEqualTo(new Counts(1, 0, 0));
            assertThat(report.of(Kind.USERS)).isEqualTo(new Counts(1, 0, 0));
            assertThat(report.of(Kind.SUBSCRIPTIONS)).isEqualTo(new Counts(1, 0, 0));
        }
        assertThat(ours("SELECT content FROM messages WHERE id = 'm2'")).isEqualTo(longText);
        assertThat(ours("SELECT last_seq || '/' || epoch FROM timelines ORDER BY session_no"))
                .isEqualTo("7/4 0/0");
        assertThat(ours("SELECT seq || '@' || position_at FROM messages ORDER BY seq"))
                .isEqualTo("1@1001 2@1002 7@1007");
        assertThat(ours("SELECT id FROM messages WHERE invoked_at IS NULL")).isEqualTo("m3");
        assertThat(ours("SELECT has_conversation FROM sessions ORDER BY id")).isEqualTo("1 0");
        assertThat(ours("SELECT agent_state FROM sessions WHERE id = 's1'")).isEqualTo("null");
        assertThat(ours("SELECT namespace FROM machines")).isEqualTo("alice");
    }

    @Test
    void secondRunAddsWhatIsNewAndNothingTwice() throws SQLException {
        try (PublishedFile file = source(26)) {
            file.session("s1", "default");
            file.message("m1", "s1", 1, TEXT.formatted("one"), null);
            run(file);
            file.message("m2", "s1", 2, TEXT.formatted("two"), null);

            ImportReport second = run(file);

            assertThat(second.of(Kind.SESSIONS)).isEqualTo(new Counts(0, 1, 0));
            assertThat(second.of(Kind.MESSAGES)).isEqualTo(new Counts(1, 1, 0));
            assertThat(run(file).of(Kind.MESSAGES)).isEqualTo(new Counts(0, 2, 0));
        }
        assertThat(ours("SELECT last_seq FROM timelines")).isEqualTo("2");
    }

    @Test
    void sourceIsNotChanged() throws Exception {
        Path path;
        try (PublishedFile file = source(26)) {
            file.session("s1", "default");
            path = file.path();
        }
        String before = hash(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r--r--"));

        try (Store store = Store.open(folder.resolve("hub.db"))) {
            PublishedImport.run(path, store);
        }

        assertThat(hash(path)).isEqualTo(before);
    }

    private static String hash(Path file) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 25, 27, 99})
    void otherSchemasAreRefusedByName(int schema) throws SQLException {
        try (PublishedFile file = source(schema)) {
            assertThatThrownBy(() -> run(file))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("schema " + schema)
                    .hasMessageContaining("26");
        }
    }

    @Test
    void otherFilesAreRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("text.db"), "no database at all".repeat(99));
        Path empty = Files.createFile(folder.resolve("empty.db"));
        try (Store store = Store.open(folder.resolve("hub.db"));
                Store other = Store.open(folder.resolve("other.db"))) {
            for (Path file :
                    List.of(
                            text,
                            empty,
                            folder.resolve("none.db"),
                            folder,
                            folder.resolve("other.db"))) {
                assertThatThrownBy(() -> PublishedImport.run(file, store))
                        .as(file.toString())
                        .isInstanceOf(ConfigurationException.class);
            }
            assertThat(other).isNotNull();
        }
    }

    @Test
    @DisplayName("row 18: a zstd row that unpacks to gigabytes is left out unopened")
    void zstdBombIsLeftOut() throws SQLException {
        // A frame's head: magic, single segment with an 8-byte size, 4 GiB.
        byte[] bomb = HexFormat.of().parseHex("28b52ffde00000000001000000010000");
        try (PublishedFile file = source(26)) {
            file.session("s1", "default");
            file.message("bomb", "s1", 1, bomb, null);
            file.message("good", "s1", 2, TEXT.formatted("x"), null);

            ImportReport report = run(file);

            assertThat(report.of(Kind.MESSAGES)).isEqualTo(new Counts(1, 0, 1));
            assertThat(report.broken())
                    .containsExactly("messages bomb: content unpacks to 4294967296 bytes");
        }
    }

    @Test
    @DisplayName("row 33: tampered rows are left out and named, the others come over")
    void tamperedRowsAreLeftOut() throws SQLException {
        try (PublishedFile file = source(26)) {
            file.session("s1", "default");
            file.session("bad", "a:b");
            file.session("", "default");
            file.message("negative", "s1", -1, TEXT.formatted("x"), null);
            file.message("orphan", "gone", 1, TEXT.formatted("x"), null);
            file.message("of-bad", "bad", 1, TEXT.formatted("x"), null);
            file.message("text", "s1", 1, "{broken", null);
            file.message("none", "s1", 2, null, null);
            file.message("number", "s1", 3, 17, null);
            file.message("zstd", "s1", 4, new byte[] {1, 2, 3}, null);
            file.message(
                    "cut",
                    "s1",
                    5,
                    Arrays.copyOf(PublishedFile.packed(TEXT.formatted("y".repeat(500))), 30),
                    null);
            file.message("good", "s1", 6, TEXT.formatted("x"), null);
            file.message("same-seq", "s1", 6, TEXT.formatted("x"), null);
            file.execute("UPDATE sessions SET metadata = '{', todos = 'x' WHERE id = 's1'");

            ImportReport report = run(file);

            assertThat(report.of(Kind.SESSIONS)).isEqualTo(new Counts(1, 0, 2));
            assertThat(report.of(Kind.MESSAGES).broken()).isEqualTo(8);
            assertThat(report.of(Kind.MESSAGES).added()).isEqualTo(1);
            assertThat(report.broken()).anyMatch(line -> line.contains("negative"));
        }
        assertThat(ours("SELECT metadata FROM sessions")).isEqualTo("null");
    }

    @Test
    void commandSaysWhatItDidAndRefusesWhatItDoesNotKnow() throws SQLException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(said, true, StandardCharsets.UTF_8);
        Path database = folder.resolve("hub.db");
        try (PublishedFile file = source(26)) {
            file.session("s1", "default");

            ImportCommand.run(database, List.of("--from", file.path().toString()), console);

            assertThat(said.toString(StandardCharsets.UTF_8)).contains("sessions", "1 new");
        }
        assertThatThrownBy(() -> ImportCommand.run(database, List.of(), console))
                .hasMessageContaining("Usage: hapi hub import");
        try (Store running = Store.open(database)) {
            assertThatThrownBy(
                            () -> ImportCommand.run(database, List.of("--from", "x.db"), console))
                    .hasMessageContaining("another hub uses the database");
            assertThat(running).isNotNull();
        }
    }
}
