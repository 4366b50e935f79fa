package hapi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Multiplies the messages of a published hub's database by SQL, for measuring an import:
///
/// ```
/// java ... hapi.bench.ImportLoad from=~/.hapi/hapi.db to=/tmp/large.db messages=500000
/// time hapi hub import --from /tmp/large.db
/// ```
///
/// The source is copied, never changed. Every session gets copies of its own messages.
public final class ImportLoad {
    private ImportLoad() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        Path from = Path.of(option(arguments, "from"));
        Path to = Path.of(option(arguments, "to"));
        int wanted = Integer.parseInt(option(arguments, "messages"));
        for (String end : new String[] {"", "-wal"}) {
            Path part = Path.of(from + end);
            if (Files.exists(part)) {
                Files.copy(part, Path.of(to + end), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + to);
                Statement statement = connection.createStatement()) {
            int have = count(statement);
            int copies = Math.ceilDiv(wanted, have) - 1;
            statement.execute(
                    """
                    WITH RECURSIVE copy(n) AS (
                        SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < %d)
                    INSERT INTO messages (id, session_id, content, created_at, seq, local_id,
                        invoked_at, scheduled_at, delivery_state)
                    SELECT lower(hex(randomblob(16))), m.session_id, m.content,
                        m.created_at + n * 1000, m.seq + n * 1000, NULL,
                        m.created_at + n * 1000, NULL, m.delivery_state
                    FROM messages m CROSS JOIN copy
                    """
                            .formatted(copies));
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            System.out.println(count(statement) + " messages in " + to);
        }
    }

    private static int count(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM messages")) {
            return row.getInt(1);
        }
    }

    private static String option(String[] arguments, String name) {
        for (String argument : arguments) {
            if (argument.startsWith(name + "=")) {
                return argument.substring(name.length() + 1);
            }
        }
        throw new IllegalArgumentException(name + "=... is missing");
    }
}
