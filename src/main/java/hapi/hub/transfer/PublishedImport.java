package hapi.hub.transfer;

import hapi.hub.scope.CrossNamespace;
import hapi.hub.store.Store;
import hapi.hub.transfer.ImportReport.Kind;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Copies sessions, messages, machines, users and push subscriptions of a published hub into our
/// store. Rows keep their ids, numbers and times. What is there already, by id, stays as it is, so
/// a second run adds nothing twice; what cannot be used is left out and reported, never guessed.
///
/// Runs on the caller's thread, in transactions of ten thousand messages.
public final class PublishedImport {
    private static final int BATCH = 500;
    private static final int TRANSACTION = 10_000;
    private static final int MAX_ID_CHARS = 128;
    private static final Pattern NAMESPACE = Pattern.compile("[^:]{1,256}");
    private static final String NEW_SESSION =
            """
            INSERT OR IGNORE INTO sessions (id, namespace, tag, created_at, updated_at, metadata,
                metadata_version, agent_state, agent_state_version, model, model_reasoning_effort,
                effort, service_tier, todos, todos_updated_at, team_state, team_state_updated_at,
                pinned, global_pinned, active_at, has_conversation, seq)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
            """;
    private static final String NEW_MESSAGE =
            """
            INSERT OR IGNORE INTO messages (id, session_no, seq, content, created_at, position_at,
                local_id, invoked_at, scheduled_at, delivery)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Store store;
    private final ImportReport report = new ImportReport();
    private final StoredContent contents = new StoredContent();

    /// Sessions of ours by the source's id.
    private final Map<String, Long> sessionNos = new HashMap<>();

    private PublishedImport(Store store) {
        this.store = store;
    }

    /// Our connection's part of the work.
    private interface Write {
        void to(Connection ours) throws SQLException;
    }

    /// Imports everything.
    ///
    /// @throws hapi.hub.config.ConfigurationException when the file is not of schema 26
    /// @throws SQLException when reading or writing fails; what was committed before stays
    @CrossNamespace("an import brings all namespaces of a file")
    public static ImportReport run(Path file, Store store) throws SQLException {
        PublishedImport work = new PublishedImport(store);
        try (PublishedDatabase source = PublishedDatabase.open(file)) {
            work.write(ours -> work.machines(source, ours));
            work.write(ours -> work.sessions(source, ours));
            work.messages(source);
            work.write(ours -> work.timelines(source, ours));
            work.write(ours -> work.people(source, ours));
        }
        return work.report;
    }

    private void write(Write write) throws SQLException {
        var transactions = store.transactions();
        transactions.begin();
        transactions.beginCommand();
        boolean isStored = false;
        try {
            write.to(store.dataSource().getConnection());
            transactions.keepCommand();
            transactions.commit();
            isStored = true;
        } finally {
            if (!isStored) {
                transactions.rollback();
            }
        }
    }

    private void machines(PublishedDatabase source, Connection ours) throws SQLException {
        try (PreparedStatement insert =
                ours.prepareStatement(
                        """
                        INSERT OR IGNORE INTO machines (id, namespace, created_at, updated_at,
                            metadata, metadata_version, runner_state, runner_state_version,
                            active_at, seq)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)) {
            source.each(
                    "SELECT * FROM machines",
                    row -> {
                        String id = row.getString("id");
                        String why = refusal(id, row.getString("namespace"));
                        if (why != null) {
                            report.broken(Kind.MACHINES, String.valueOf(id), why);
                            return;
                        }
                        insert.setString(1, id);
                        insert.setString(2, row.getString("namespace"));
                        insert.setLong(3, row.getLong("created_at"));
                        insert.setLong(4, row.getLong("updated_at"));
                        insert.setString(5, document(row.getString("metadata")));
                        insert.setLong(6, atLeastOne(row.getLong("metadata_version")));
                        insert.setString(7, document(row.getString("runner_state")));
                        insert.setLong(8, atLeastOne(row.getLong("runner_state_version")));
                        insert.setLong(9, row.getLong("active_at"));
                        insert.setLong(10, Math.max(0, row.getLong("seq")));
                        report.stored(Kind.MACHINES, insert.executeUpdate() == 1);
                    });
        }
    }

    private void sessions(PublishedDatabase source, Connection ours) throws SQLException {
        try (PreparedStatement insert = ours.prepareStatement(NEW_SESSION);
                PreparedStatement find =
                        ours.prepareStatement(
                                "SELECT no FROM sessions WHERE id = ? AND namespace = ?")) {
            source.each(
                    "SELECT * FROM sessions",
                    row -> {
                        String id = row.getString("id");
                        String namespace = row.getString("namespace");
                        String why = refusal(id, namespace);
                        if (why != null) {
                            report.broken(Kind.SESSIONS, String.valueOf(id), why);
                            return;
                        }
                        fill(insert, row);
                        boolean isNew = insert.executeUpdate() == 1;
                        find.setString(1, id);
                        find.setString(2, namespace);
                        try (ResultSet found = find.executeQuery()) {
                            if (found.next()) {
                                sessionNos.put(id, found.getLong(1));
                                report.stored(Kind.SESSIONS, isNew);
                            } else {
                                report.broken(
                                        Kind.SESSIONS, id, "another namespace of ours has this id");
                            }
                        }
                    });
        }
    }

    private static void fill(PreparedStatement insert, ResultSet row) throws SQLException {
        int at = 1;
        insert.setString(at++, row.getString("id"));
        insert.setString(at++, row.getString("namespace"));
        insert.setString(at++, orElse(row.getString("tag"), ""));
        insert.setLong(at++, row.getLong("created_at"));
        insert.setLong(at++, row.getLong("updated_at"));
        insert.setString(at++, document(row.getString("metadata")));
        insert.setLong(at++, atLeastOne(row.getLong("metadata_version")));
        insert.setString(at++, document(row.getString("agent_state")));
        insert.setLong(at++, atLeastOne(row.getLong("agent_state_version")));
        for (String column : List.of("model", "model_reasoning_effort", "effort", "service_tier")) {
            insert.setString(at++, row.getString(column));
        }
        insert.setString(at++, optionalDocument(row.getString("todos")));
        insert.setLong(at++, row.getLong("todos_updated_at"));
        insert.setString(at++, optionalDocument(row.getString("team_state")));
        insert.setLong(at++, row.getLong("team_state_updated_at"));
        insert.setInt(at++, row.getInt("pinned") == 0 ? 0 : 1);
        insert.setInt(at++, row.getInt("global_pinned") == 0 ? 0 : 1);
        insert.setLong(at++, row.getLong("active_at"));
        insert.setLong(at, Math.max(0, row.getLong("seq")));
    }

    /// One message on its way.
    private record Incoming(
            String id,
            long sessionNo,
            long seq,
            String content,
            long createdAt,
            @Nullable String localId,
            @Nullable Long invokedAt,
            @Nullable Long scheduledAt,
            int delivery) {}

    private void messages(PublishedDatabase source) throws SQLException {
        List<Incoming> waiting = new ArrayList<>(TRANSACTION);
        source.each(
                "SELECT * FROM messages ORDER BY session_id, seq",
                row -> {
                    Incoming message = message(row);
                    if (message != null) {
                        waiting.add(message);
                    }
                    if (waiting.size() >= TRANSACTION) {
                        write(ours -> store(waiting, ours));
                        waiting.clear();
                    }
                });
        write(ours -> store(waiting, ours));
    }

    private @Nullable Incoming message(ResultSet row) throws SQLException {
        String id = row.getString("id");
        Long sessionNo = sessionNos.get(String.valueOf(row.getString("session_id")));
        long seq = row.getLong("seq");
        if (id == null || id.isEmpty() || id.length() > MAX_ID_CHARS) {
            report.broken(Kind.MESSAGES, String.valueOf(id), "its id cannot be ours");
            return null;
        }
        if (sessionNo == null) {
            report.broken(Kind.MESSAGES, id, "its session is not there");
            return null;
        }
        if (seq < 1) {
            report.broken(Kind.MESSAGES, id, "its number is " + seq);
            return null;
        }
        try {
            return new Incoming(
                    id,
                    sessionNo,
                    seq,
                    contents.read(row, "content"),
                    row.getLong("created_at"),
                    row.getString("local_id"),
                    optional(row, "invoked_at"),
                    optional(row, "scheduled_at"),
                    "queued".equals(row.getString("delivery_state")) ? 0 : 2);
        } catch (StoredContent.BrokenRowException e) {
            report.broken(Kind.MESSAGES, id, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void store(List<Incoming> messages, Connection ours) throws SQLException {
        try (PreparedStatement insert = ours.prepareStatement(NEW_MESSAGE)) {
            int inBatch = 0;
            for (Incoming message : messages) {
                insert.setString(1, message.id());
                insert.setLong(2, message.sessionNo());
                insert.setLong(3, message.seq());
                insert.setString(4, message.content());
                insert.setLong(5, message.createdAt());
                insert.setLong(
                        6, message.invokedAt() == null ? message.createdAt() : message.invokedAt());
                insert.setString(7, message.localId());
                set(insert, 8, message.invokedAt());
                set(insert, 9, message.scheduledAt());
                insert.setInt(10, message.delivery());
                insert.addBatch();
                if (++inBatch == BATCH) {
                    count(insert.executeBatch());
                    inBatch = 0;
                }
            }
            count(insert.executeBatch());
        }
    }

    private void count(int[] changes) {
        for (int change : changes) {
            report.stored(Kind.MESSAGES, change == 1);
        }
    }

    /// Numbers go on after the highest one, epochs where they were, and a session that has messages
    /// is a conversation.
    private void timelines(PublishedDatabase source, Connection ours) throws SQLException {
        Map<String, Long> epochs = new HashMap<>();
        source.each(
                "SELECT session_id, epoch FROM message_epochs",
                row -> epochs.put(row.getString(1), row.getLong(2)));
        try (PreparedStatement save =
                        ours.prepareStatement(
                                """
                                INSERT INTO timelines (session_no, last_seq, epoch)
                                SELECT ?1, coalesce(max(seq), 0), ?2
                                FROM messages WHERE session_no = ?1
                                ON CONFLICT (session_no) DO UPDATE
                                SET last_seq = max(last_seq, excluded.last_seq),
                                    epoch = max(epoch, excluded.epoch)
                                """);
                PreparedStatement mark =
                        ours.prepareStatement(
                                """
                                UPDATE sessions SET has_conversation = 1
                                WHERE no = ?1 AND EXISTS (
                                    SELECT 1 FROM messages WHERE session_no = ?1
                                    AND json_extract(content, '$.content.type') IS NOT 'event')
                                """)) {
            for (var session : sessionNos.entrySet()) {
                save.setLong(1, session.getValue());
                save.setLong(2, Math.max(0, epochs.getOrDefault(session.getKey(), 0L)));
                save.executeUpdate();
                mark.setLong(1, session.getValue());
                mark.executeUpdate();
            }
        }
    }

    private void people(PublishedDatabase source, Connection ours) throws SQLException {
        try (PreparedStatement insert =
                ours.prepareStatement(
                        """
                        INSERT OR IGNORE INTO users
                            (platform, platform_user_id, namespace, created_at)
                        VALUES (?, ?, ?, ?)
                        """)) {
            source.each(
                    "SELECT platform, platform_user_id, namespace, created_at FROM users",
                    row -> add(Kind.USERS, insert, row, 3, 4));
        }
        try (PreparedStatement insert =
                ours.prepareStatement(
                        """
                        INSERT OR IGNORE INTO push_subscriptions
                            (namespace, endpoint, p256dh, auth, created_at)
                        VALUES (?, ?, ?, ?, ?)
                        """)) {
            source.each(
                    "SELECT namespace, endpoint, p256dh, auth, created_at FROM push_subscriptions",
                    row -> add(Kind.SUBSCRIPTIONS, insert, row, 1, 5));
        }
    }

    private void add(
            Kind kind, PreparedStatement insert, ResultSet row, int namespaceAt, int timeAt)
            throws SQLException {
        for (int column = 1; column < timeAt; column++) {
            String text = row.getString(column);
            if (text == null) {
                report.broken(kind, row.getString(1), "a column is empty");
                return;
            }
            insert.setString(column, text);
        }
        if (!NAMESPACE.matcher(row.getString(namespaceAt)).matches()) {
            report.broken(kind, row.getString(1), "its namespace cannot be ours");
            return;
        }
        insert.setLong(timeAt, row.getLong(timeAt));
        report.stored(kind, insert.executeUpdate() == 1);
    }

    private static @Nullable String refusal(@Nullable String id, @Nullable String namespace) {
        if (id == null || id.isEmpty() || id.length() > MAX_ID_CHARS) {
            return "its id cannot be ours";
        }
        return namespace == null || !NAMESPACE.matcher(namespace).matches()
                ? "its namespace cannot be ours"
                : null;
    }

    /// JSON text, `null` for what is none.
    private static String document(@Nullable String text) {
        return orElse(optionalDocument(text), "null");
    }

    private static @Nullable String optionalDocument(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Json.parse(text);
            return text;
        } catch (JsonSyntaxException e) {
            return null;
        }
    }

    private static long atLeastOne(long version) {
        return Math.max(1, version);
    }

    private static String orElse(@Nullable String text, String fallback) {
        return text == null ? fallback : text;
    }

    private static @Nullable Long optional(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static void set(PreparedStatement statement, int at, @Nullable Long value)
            throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.INTEGER);
        } else {
            statement.setLong(at, value);
        }
    }
}
