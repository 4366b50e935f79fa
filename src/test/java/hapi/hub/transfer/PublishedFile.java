package hapi.hub.transfer;

import io.airlift.compress.zstd.ZstdCompressor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A file with the tables and columns of a published hub's database, as far as an import looks at
/// them. Whether a real one looks like this is [PublishedImportIT]'s business.
public final class PublishedFile implements AutoCloseable {
    private final Path path;
    private final Connection connection;

    private PublishedFile(Path path, Connection connection) {
        this.path = path;
        this.connection = connection;
    }

    public static PublishedFile create(Path path, int schema) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        PublishedFile file = new PublishedFile(path, connection);
        file.execute("PRAGMA journal_mode = WAL");
        file.execute("PRAGMA user_version = " + schema);
        file.execute(
                "CREATE TABLE sessions (id, tag, namespace, machine_id, created_at, updated_at,"
                        + " metadata, metadata_version, agent_state, agent_state_version, model,"
                        + " model_reasoning_effort, effort, service_tier, todos, todos_updated_at,"
                        + " team_state, team_state_updated_at, pinned, global_pinned, active,"
                        + " active_at, seq)");
        file.execute(
                "CREATE TABLE messages (id PRIMARY KEY, session_id, content, created_at, seq,"
                        + " local_id, invoked_at, scheduled_at, delivery_state)");
        file.execute("CREATE INDEX messages_session ON messages (session_id, seq)");
        file.execute("CREATE TABLE message_epochs (session_id, epoch)");
        file.execute(
                "CREATE TABLE machines (id, namespace, created_at, updated_at, metadata,"
                        + " metadata_version, runner_state, runner_state_version, active,"
                        + " active_at, seq)");
        file.execute("CREATE TABLE users (id, platform, platform_user_id, namespace, created_at)");
        file.execute(
                "CREATE TABLE push_subscriptions (id, namespace, endpoint, p256dh, auth,"
                        + " created_at)");
        return file;
    }

    public Path path() {
        return path;
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public void session(String id, String namespace) throws SQLException {
        execute(
                "INSERT INTO sessions VALUES ('%s', 'tag', '%s', NULL, 1000, 2000, '{\"path\":\"/p\",\"host\":\"h\"}', 3, NULL, 1, 'opus', NULL, NULL, NULL, '[]', 7, NULL, NULL, 1, 0, 0, 1500, 9)"
                        .formatted(id, namespace));
    }

    /// `content` is text, bytes or null.
    public void message(
            String id, String session, int seq, @Nullable Object content, @Nullable String localId)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 'queued')")) {
            insert.setString(1, id);
            insert.setString(2, session);
            insert.setObject(3, content);
            insert.setLong(4, 1000 + seq);
            insert.setInt(5, seq);
            insert.setString(6, localId);
            insert.setObject(7, localId == null ? 1000 + seq : null);
            insert.executeUpdate();
        }
    }

    public static byte[] packed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ZstdCompressor zstd = new ZstdCompressor();
        byte[] out = new byte[zstd.maxCompressedLength(bytes.length)];
        return Arrays.copyOf(out, zstd.compress(bytes, 0, bytes.length, out, 0, out.length));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
