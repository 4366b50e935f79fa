package hapi.hub.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
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
            refuseNewer(file, flyway);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    "the database %s cannot be brought to this version: %s"
                            .formatted(file, e.getMessage()),
                    e);
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
