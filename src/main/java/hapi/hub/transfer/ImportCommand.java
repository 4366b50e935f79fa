package hapi.hub.transfer;

import ch.qos.logback.classic.Level;
import hapi.hub.config.ConfigurationException;
import hapi.hub.store.Store;
import hapi.hub.store.StoreException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `hapi hub import --from FILE`: see [PublishedImport]. The hub of this home must not run.
public final class ImportCommand {
    private static final String USAGE =
            """
            Usage: hapi hub import --from FILE

            Copies sessions, messages, machines, users and push subscriptions from the database of
            a published hub 0.30.7 (~/.hapi/hapi.db) into this one. The file is only read. A second
            run adds what is new since. Stop the hub of this home before.
            """;

    private ImportCommand() {}

    /// @throws ConfigurationException when the arguments or the file cannot be used
    public static void run(Path database, List<String> arguments, PrintStream console) {
        if (arguments.equals(List.of("--help"))) {
            console.print(USAGE);
            return;
        }
        boolean isAsked = arguments.size() == 2 && arguments.getFirst().equals("--from");
        if (!isAsked) {
            throw new ConfigurationException("which file?\n\n" + USAGE);
        }
        Path file = Path.of(arguments.get(1));
        // Without Spring everybody's INFO would come between our lines.
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
                instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
        try (Store store = Store.open(database)) {
            ImportReport report = PublishedImport.run(file, store);
            for (ImportReport.Kind kind : ImportReport.Kind.values()) {
                ImportReport.Counts counts = report.of(kind);
                console.printf(
                        Locale.ROOT,
                        "%-14s %8d new  %8d there already  %6d left out%n",
                        kind.name().toLowerCase(Locale.ROOT),
                        counts.added(),
                        counts.known(),
                        counts.broken());
            }
            report.broken().forEach(line -> console.println("left out: " + line));
        } catch (SQLException | StoreException e) {
            throw new ConfigurationException("the import stopped: " + e.getMessage());
        }
    }
}
