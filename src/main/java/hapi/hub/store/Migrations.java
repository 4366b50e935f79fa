package hapi.hub.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/// Brings a database file to this program's schema: the numbered scripts in `db/migration`.
final class Migrations {
    private Migrations() {}

    static void run(Path file, String url) {
        try {
            Flyway flyway =
                    Flyway.configure()
                            .dataSource(url, null, null)
                            .locations("classpath:db/migration")
                            .validateMigrationNaming(true)
                            .load();
            refuseForeign(file, url);
            refuseNewer(file, flyway);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    "the database %s cannot be brought to this version: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static void refuseForeign(Path file, String url) {
        Set<String> tables = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT name FROM sqlite_master WHERE type = 'table'"
                                        + " AND name NOT LIKE 'sqlite%'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new StoreException(
                    "cannot read the database %s: %s".formatted(file, e.getMessage()), e);
        }
        if (!tables.isEmpty() && !tables.contains("flyway_schema_history")) {
            throw new StoreException(
                    "the database %s belongs to another program (it has the tables %s); use another DB_PATH or HAPI_HOME. One of the published HAPI is taken over with: hapi hub import --from"
                            .formatted(file, tables),
                    null);
        }
    }

    private static void refuseNewer(Path file, Flyway flyway) {
        Optional<MigrationInfo> newer =
                Arrays.stream(flyway.info().all())
                        .filter(info ->
                                info.getState() == MigrationState.FUTURE_SUCCESS
                                        || info.getState() == MigrationState.FUTURE_FAILED)
                        .findFirst();
        if (newer.isPresent()) {
            throw new StoreException(
                    "the database %s was written by a newer HAPI (schema %s); update this one or use another HAPI_HOME"
                            .formatted(file, newer.get().getVersion()),
                    null);
        }
    }
}
