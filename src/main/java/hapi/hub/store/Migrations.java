package hapi.hub.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/// Brings a database file to this program's schema: the numbered scripts in `db/migration`. What it
/// was before stays beside it, see [UpgradeCopies].
final class Migrations {
    private Migrations() {}

    /// @throws StoreException when the file is of another program or of a newer HAPI, or no copy
    ///   can be made: the database is then as it was; when a script fails: it is then at the one
    ///   before
    static void run(Path file, String url) {
        String copy = "";
        try {
            Flyway flyway =
                    Flyway.configure()
                            .dataSource(url, null, null)
                            .locations("classpath:db/migration")
                            .validateMigrationNaming(true)
                            .load();
            refuseForeign(file, url);
            refuseNewer(file, flyway);
            MigrationInfo[] pending = flyway.info().pending();
            if (pending.length > 0 && flyway.info().current() != null) {
                String first = pending[0].getVersion().toString();
                copy = ". As it was before, it is in " + new UpgradeCopies(file).make(url, first);
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    "the database %s cannot be brought to this version: %s%s"
                            .formatted(file, e.getMessage(), copy),
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
        MigrationInfo[] all = flyway.info().all();
        Optional<String> newest =
                Arrays.stream(all)
                        .filter(Migrations::isFuture)
                        .max(Comparator.naturalOrder())
                        .map(info -> String.valueOf(info.getVersion()));
        if (newest.isPresent()) {
            String known =
                    Arrays.stream(all)
                            .filter(info -> !isFuture(info))
                            .max(Comparator.naturalOrder())
                            .map(info -> String.valueOf(info.getVersion()))
                            .orElse("none");
            throw new StoreException(
                    "the database %s was written by a newer HAPI: its schema is %s, this program knows schemas up to %s; it is unchanged. Start the newer HAPI, use another HAPI_HOME, or go back to a copy from before an upgrade: move the database, and its -wal and -shm if there are any, out of the way and give the copy its name. What came after the copy is not in it. %s"
                            .formatted(file, newest.get(), known, copies(file)),
                    null);
        }
    }

    private static boolean isFuture(MigrationInfo info) {
        return info.getState() == MigrationState.FUTURE_SUCCESS
                || info.getState() == MigrationState.FUTURE_FAILED;
    }

    private static String copies(Path file) {
        try {
            List<Path> copies = new UpgradeCopies(file).all();
            return copies.isEmpty()
                    ? "There is no such copy beside it"
                    : "Copies, the youngest first: "
                            + copies.stream().map(Path::toString).collect(Collectors.joining(", "));
        } catch (IOException e) {
            throw new StoreException("cannot list the folder of the database " + file, e);
        }
    }
}
