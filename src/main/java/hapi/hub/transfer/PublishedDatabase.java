package hapi.hub.transfer;

import hapi.hub.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/// The database file of a published hub, schema 26 (release 0.30.7), opened read-only; a hub may be
/// using it. All rows are read inside one transaction, so they belong together.
final class PublishedDatabase implements AutoCloseable {
    static final int SCHEMA = 26;
    private static final List<String> TABLES =
            List.of(
                    "sessions",
                    "messages",
                    "message_epochs",
                    "machines",
                    "users",
                    "push_subscriptions");

    private final Connection connection;

    /// Called with each row; reads columns and nothing else.
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private PublishedDatabase(Connection connection) {
        this.connection = connection;
    }

    /// @throws ConfigurationException when it is not such a file
    static PublishedDatabase open(Path file) throws SQLException {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException("there is no file " + file);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(5000);
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        boolean isOurs = false;
        try {
            check(connection, file);
            connection.setAutoCommit(false);
            isOurs = true;
            return new PublishedDatabase(connection);
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "%s cannot be read as a HAPI database: %s".formatted(file, e.getMessage()));
        } finally {
            if (!isOurs) {
                connection.close();
            }
        }
    }

    private static void check(Connection connection, Path file) throws SQLException {
        Set<String> tables = new HashSet<>();
        int version;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                version = row.getInt(1);
            }
        }
        if (tables.contains("flyway_schema_history")) {
            throw new ConfigurationException(
                    "%s is a database of this HAPI, there is nothing to import".formatted(file));
        }
        if (version > SCHEMA) {
            throw new ConfigurationException(
                    "%s has schema %d, of a HAPI newer than 0.30.7; this import knows schema %d"
                            .formatted(file, version, SCHEMA));
        }
        if (version < SCHEMA && tables.contains("sessions")) {
            throw new ConfigurationException(
                    "%s has schema %d, of a HAPI older than 0.30.7; start the published hub 0.30.7 once on a copy, which brings it to schema %d"
                            .formatted(file, version, SCHEMA));
        }
        if (!tables.containsAll(TABLES)) {
            throw new ConfigurationException("%s is no database of HAPI".formatted(file));
        }
    }

    /// Reads all rows of a query, one at a time.
    void each(String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                reader.read(row);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
