package hapi.hub.message.internal;

import hapi.hub.message.PageRequest.Position;
import hapi.hub.message.TimelineSize;
import hapi.hub.scope.CrossNamespace;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.hub.scope.SessionKey;
import hapi.hub.store.SoundRows;
import hapi.protocol.id.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/// Messages and timelines in the store. Call on a lane (writes, and reads of a decision) or inside
/// a read. Every statement finds its rows through the session's row of the key's namespace.
final class MessageRepository {
    /// More than any session has messages.
    private static final long FAR_ABOVE = 1L << 48;

    private final JdbcTemplate jdbc;
    private final MessageSelect select;

    MessageRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.select = new MessageSelect(jdbc);
    }

    /// Empty when the session is gone.
    Optional<Timeline> timeline(SessionKey key) {
        return jdbc
                .query(
                        """
                        SELECT s.no,
                            max(CAST(coalesce(t.last_seq, 0) AS INTEGER), coalesce((SELECT m.seq
                                FROM messages m WHERE m.session_no = s.no AND m.seq < ?
                                ORDER BY m.seq DESC LIMIT 1), 0)),
                            coalesce(t.epoch, 0),
                            (SELECT count(*) FROM messages m INDEXED BY messages_waiting
                                WHERE m.session_no = s.no
                                AND m.invoked_at IS NULL AND m.local_id IS NOT NULL)
                        FROM sessions s LEFT JOIN timelines t ON t.session_no = s.no
                        WHERE s.id = ? AND s.namespace = ?
                        """,
                        (row, _) ->
                                new Timeline(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        newest(key),
                                        row.getInt(4),
                                        lastTaken(key)),
                        // No text is less than a number.
                        Long.MAX_VALUE,
                        key.id().value(),
                        key.namespace().value())
                .stream()
                .findFirst();
    }

    /// The newest position, [Timeline#START] when there is no row.
    Position newest(SessionKey key) {
        return select.first(key, "", "ORDER BY m.position_at DESC, m.seq DESC LIMIT 1")
                .map(MessageRow::position)
                .orElse(Timeline.START);
    }

    /// When the newest message of each session came; sessions without one are left out.
    Map<String, Long> newest(Namespace namespace) {
        Map<String, Long> newest = new LinkedHashMap<>();
        jdbc.query(
                """
                SELECT s.id, (SELECT m.position_at FROM messages m WHERE m.session_no = s.no
                    ORDER BY m.position_at DESC, m.seq DESC LIMIT 1)
                FROM sessions s WHERE s.namespace = ?
                """,
                row -> {
                    if (row.getLong(2) > 0) {
                        newest.put(row.getString(1), row.getLong(2));
                    }
                },
                namespace.value());
        return newest;
    }

    /// When a prompt was last taken; rows that were never queued count as taken when they came.
    private long lastTaken(SessionKey key) {
        return number(
                """
                SELECT max(m.position_at) FROM messages m INDEXED BY messages_taken
                WHERE m.session_no = (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                    AND m.local_id IS NOT NULL AND m.invoked_at > m.created_at
                """,
                key);
    }

    /// The timeline epoch; 0 also for a session that is gone.
    long epoch(SessionKey key) {
        return number(
                """
                SELECT max(t.epoch) FROM timelines t
                WHERE t.session_no = (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                """,
                key);
    }

    /// The one number that a statement answers, 0 for NULL.
    private long number(String sql, SessionKey key) {
        return jdbc.query(
                        sql, (row, _) -> row.getLong(1), key.id().value(), key.namespace().value())
                .getFirst();
    }

    void insert(SessionKey key, Timeline timeline, MessageRow row) {
        jdbc.update(
                """
                INSERT INTO messages (id, session_no, seq, content, created_at, position_at,
                    local_id, invoked_at, scheduled_at, delivery)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                row.id(),
                timeline.sessionNo(),
                row.seq(),
                row.content(),
                row.createdAt(),
                row.positionAt(),
                row.localId(),
                row.invokedAt(),
                row.scheduledAt(),
                row.delivery().ordinal());
    }

    void save(SessionKey key, Timeline timeline) {
        jdbc.update(
                """
                INSERT INTO timelines (session_no, last_seq, epoch) VALUES (?, ?, ?)
                ON CONFLICT (session_no) DO UPDATE
                SET last_seq = excluded.last_seq, epoch = excluded.epoch
                """,
                timeline.sessionNo(),
                timeline.lastSeq(),
                timeline.epoch());
    }

    Optional<MessageRow> findByLocalId(SessionKey key, String localId) {
        return select.first(key, "AND m.local_id = ?", "", localId);
    }

    Optional<MessageRow> find(SessionKey key, String idOrLocalId) {
        return select.first(key, "AND m.id = ?", "", idOrLocalId)
                .or(() -> findByLocalId(key, idOrLocalId));
    }

    List<MessageRow> waiting(SessionKey key) {
        return select.list(
                key, "AND m.invoked_at IS NULL AND m.local_id IS NOT NULL", "ORDER BY m.seq");
    }

    List<MessageRow> backfill(SessionKey key, long afterSeq, long now, int limit) {
        return select.list(
                key,
                """
                AND m.seq > max(?, coalesce((SELECT t.backfill_after FROM timelines t
                    WHERE t.session_no = m.session_no), 0))
                AND m.delivery = 0
                AND (m.scheduled_at IS NULL OR m.scheduled_at <= ? OR m.invoked_at IS NOT NULL)
                """,
                "ORDER BY m.seq LIMIT ?",
                afterSeq,
                now,
                limit);
    }

    TimelineSize size(SessionKey key) {
        return jdbc.query(
                        """
                        SELECT count(*), coalesce(sum(length(content)), 0) FROM messages
                        WHERE session_no =
                            (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                        """,
                        (row, _) -> new TimelineSize(row.getLong(1), row.getLong(2)),
                        key.id().value(),
                        key.namespace().value())
                .getFirst();
    }

    /// True when the row was still waiting.
    boolean invoke(SessionKey key, long rowNo, long at) {
        return jdbc.update(
                        """
                        UPDATE messages SET invoked_at = ?, position_at = ?, delivery = 0
                        WHERE no = ? AND invoked_at IS NULL AND session_no =
                            (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                        """,
                        at,
                        at,
                        rowNo,
                        key.id().value(),
                        key.namespace().value())
                == 1;
    }

    void setDelivery(SessionKey key, long rowNo, Delivery delivery) {
        jdbc.update(
                """
                UPDATE messages SET delivery = ? WHERE no = ? AND session_no =
                    (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                """,
                delivery.ordinal(),
                rowNo,
                key.id().value(),
                key.namespace().value());
    }

    void delete(SessionKey key, long rowNo) {
        jdbc.update(
                """
                DELETE FROM messages WHERE no = ? AND session_no =
                    (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                """,
                rowNo,
                key.id().value(),
                key.namespace().value());
    }

    /// Deletes the live snapshots of a reasoning stream among the newest 50 rows.
    int deleteLiveReasoning(SessionKey key, String reasoningId) {
        return jdbc.update(
                """
                DELETE FROM messages WHERE no IN (
                    SELECT no FROM (
                        SELECT no, content FROM messages WHERE session_no =
                            (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                        ORDER BY seq DESC LIMIT 50)
                    WHERE CASE WHEN json_valid(content) THEN
                        json_extract(content, '$.content.data.type') = 'reasoning'
                        AND json_extract(content, '$.content.data.id') = ?
                        AND json_extract(content, '$.content.data.live') END)
                """,
                key.id().value(),
                key.namespace().value(),
                reasoningId);
    }

    /// Moves all rows of one session to another: they keep their numbers, the others go up by as
    /// many. A local id that both have stays with the row of `into`.
    void move(SessionKey from, Timeline old, SessionKey into, Timeline target) {
        long by = old.lastSeq();
        save(into, target);
        // From far above, for a number may not be there twice even for a moment.
        jdbc.update(
                """
                UPDATE messages SET seq = seq + ?
                WHERE session_no = ? AND typeof(seq) = 'integer' AND seq BETWEEN 0 AND ?
                """,
                by + FAR_ABOVE,
                target.sessionNo(),
                FAR_ABOVE);
        jdbc.update(
                "UPDATE messages SET seq = seq - ? WHERE session_no = ? AND seq BETWEEN ? AND ?",
                FAR_ABOVE,
                target.sessionNo(),
                FAR_ABOVE,
                3 * FAR_ABOVE);
        jdbc.update(
                """
                DELETE FROM messages WHERE session_no = ? AND local_id IN
                    (SELECT local_id FROM messages WHERE session_no = ? AND local_id IS NOT NULL)
                """,
                old.sessionNo(),
                target.sessionNo());
        jdbc.update(
                "UPDATE messages SET session_no = ? WHERE session_no = ?",
                target.sessionNo(),
                old.sessionNo());
        jdbc.update(
                """
                UPDATE timelines SET last_seq = last_seq + ?, backfill_after = backfill_after + ?,
                    epoch = max(epoch, ?) + 1
                WHERE session_no = ?
                """,
                by,
                by,
                old.epoch(),
                target.sessionNo());
    }

    /// Rows whose time has come, and that nobody has taken.
    @CrossNamespace("one timer releases the scheduled messages of all")
    Map<SessionKey, List<MessageRow>> due(long now) {
        return scheduled("AND m.scheduled_at <= ? AND m.delivery = 0", now);
    }

    /// All rows that wait for their time or are due.
    @CrossNamespace("read once, when the hub starts")
    Map<SessionKey, List<MessageRow>> scheduled() {
        return scheduled("AND m.scheduled_at >= ?", 0);
    }

    private Map<SessionKey, List<MessageRow>> scheduled(String condition, long parameter) {
        Map<SessionKey, List<MessageRow>> bySession = new LinkedHashMap<>();
        jdbc.query(
                """
                SELECT m.no, m.id, m.seq, m.content, m.created_at, m.position_at, m.local_id,
                    m.invoked_at, m.scheduled_at, m.delivery, s.id, s.namespace
                FROM messages m JOIN sessions s ON s.no = m.session_no
                WHERE m.scheduled_at IS NOT NULL AND m.invoked_at IS NULL
                """
                        + condition
                        + " AND "
                        + SoundRows.MESSAGES
                        + " AND "
                        + SoundRows.SESSIONS
                        + " ORDER BY m.scheduled_at, m.seq",
                row -> {
                    SessionKey key =
                            SessionKey.ofRow(
                                    Namespaces.ofRow(row.getString(12)),
                                    new SessionId(row.getString(11)));
                    bySession
                            .computeIfAbsent(key, _ -> new ArrayList<>())
                            .add(MessageSelect.row(row));
                },
                parameter);
        return bySession;
    }
}
