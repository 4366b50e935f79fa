package hapi.hub.transfer;

import hapi.hub.transfer.ImportReport.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages of a [PublishedImport], and what follows from them for their sessions.
final class MessageImport {
    private static final int BATCH = 500;
    private static final int TRANSACTION = 10_000;
    private static final String NEW_MESSAGE =
            """
            INSERT OR IGNORE INTO messages (id, session_no, seq, content, created_at, position_at,
                local_id, invoked_at, scheduled_at, delivery)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final ImportTransactions transactions;
    private final Map<String, Long> sessionNos;
    private final ImportReport report;
    private final StoredContent contents = new StoredContent();

    /// @param sessionNos sessions of ours by the source's id
    MessageImport(
            ImportTransactions transactions, Map<String, Long> sessionNos, ImportReport report) {
        this.transactions = transactions;
        this.sessionNos = sessionNos;
        this.report = report;
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

    /// Copies all messages, in transactions of their own.
    void copy(PublishedDatabase source) throws SQLException {
        List<Incoming> waiting = new ArrayList<>(TRANSACTION);
        source.each(
                "SELECT * FROM messages ORDER BY session_id, seq",
                row -> {
                    Incoming message = message(row);
                    if (message != null) {
                        waiting.add(message);
                    }
                    if (waiting.size() >= TRANSACTION) {
                        transactions.write(ours -> store(waiting, ours));
                        waiting.clear();
                    }
                });
        transactions.write(ours -> store(waiting, ours));
    }

    private @Nullable Incoming message(ResultSet row) throws SQLException {
        String id = row.getString("id");
        Long sessionNo = sessionNos.get(String.valueOf(row.getString("session_id")));
        long seq = row.getLong("seq");
        if (id == null || !PublishedImport.isUsable(id)) {
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
    void timelines(PublishedDatabase source, Connection ours) throws SQLException {
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
