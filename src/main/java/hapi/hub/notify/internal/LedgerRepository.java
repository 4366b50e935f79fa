package hapi.hub.notify.internal;

import hapi.hub.notify.Asking;
import hapi.hub.notify.Notice;
import hapi.hub.scope.CrossNamespace;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.RequestId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The ledger in the store. Writes belong on a lane, reads inside a read.
final class LedgerRepository {
    private static final String WAITING =
            """
            SELECT d.no AS delivery, d.channel, d.target, d.tries, d.due_at, n.*
            FROM notice_deliveries d JOIN notices n ON n.no = d.notice_no
            WHERE d.state = 'waiting'
            """;

    private final JdbcTemplate jdbc;

    LedgerRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// A delivery that waits: the `tries`-th sending failed last; the notice is of `toldAt`.
    record Waiting(long no, Notice notice, String channel, String target, int tries, long toldAt) {}

    /// False when it is there already.
    boolean insert(SessionKey key, Notice notice, long now) {
        return jdbc.update(
                        """
                        INSERT OR IGNORE INTO notices
                            (namespace, session_id, kind, subject, content, told_at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                        key.namespace().value(),
                        key.id().value(),
                        notice.kind(),
                        notice.subject(),
                        Json.write(content(notice)),
                        now)
                > 0;
    }

    boolean isKnown(SessionKey key, String subject) {
        return !jdbc.queryForList(
                        """
                        SELECT no FROM notices
                        WHERE namespace = ? AND session_id = ? AND subject = ?
                        """,
                        Long.class,
                        key.namespace().value(),
                        key.id().value(),
                        subject)
                .isEmpty();
    }

    void insertDelivery(SessionKey key, String subject, Ledger.Line line, long now) {
        jdbc.update(
                """
                INSERT OR IGNORE INTO notice_deliveries
                    (notice_no, channel, target, state, reason, tries, due_at, changed_at)
                SELECT no, ?, ?, ?, ?, 0, ?, ? FROM notices
                WHERE namespace = ? AND session_id = ? AND subject = ?
                """,
                line.channel(),
                line.target(),
                line.state(),
                line.reason(),
                now,
                now,
                key.namespace().value(),
                key.id().value(),
                subject);
    }

    /// A terminal state is never left: does nothing to a delivery that does not wait.
    void move(Namespace namespace, long no, Ledger.Standing to, long now) {
        jdbc.update(
                """
                UPDATE notice_deliveries
                SET state = ?, reason = ?, tries = ?, due_at = ?, changed_at = ?
                WHERE no = ? AND state = 'waiting'
                    AND notice_no IN (SELECT no FROM notices WHERE namespace = ?)
                """,
                to.state(),
                to.reason(),
                to.tries(),
                to.dueAt(),
                now,
                no,
                namespace.value());
    }

    /// Oldest first, of each target the `each` oldest only: one that hangs hides no other.
    @CrossNamespace("one sender looks after the deliveries of all")
    List<Waiting> due(long now, int each, int limit) {
        return jdbc.query(
                "SELECT * FROM (SELECT *, row_number() OVER"
                        + " (PARTITION BY channel, target ORDER BY due_at, delivery) AS place FROM ("
                        + WAITING
                        + "AND d.due_at <= ?)) WHERE place <= ? ORDER BY due_at, delivery LIMIT ?",
                (row, _) -> waiting(row),
                now,
                each,
                limit);
    }

    Optional<Waiting> find(Namespace namespace, long no, long now) {
        return jdbc
                .query(
                        WAITING + "AND n.namespace = ? AND d.no = ? AND d.due_at <= ?",
                        (row, _) -> waiting(row),
                        namespace.value(),
                        no,
                        now)
                .stream()
                .findFirst();
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getLong("delivery"),
                notice(row),
                row.getString("channel"),
                row.getString("target"),
                row.getInt("tries"),
                row.getLong("told_at"));
    }

    @CrossNamespace("what is too old goes, whoever it belongs to")
    void deleteBefore(long time) {
        jdbc.update(
                "DELETE FROM notice_deliveries WHERE notice_no IN (SELECT no FROM notices WHERE told_at < ?)",
                time);
        jdbc.update("DELETE FROM notices WHERE told_at < ?", time);
    }

    private static ObjectNode content(Notice notice) {
        ObjectNode content = Json.object();
        switch (notice) {
            case Notice.Asks asks -> {
                content.set("first", json(asks.first()));
                ArrayNode others = content.putArray("others");
                asks.others().forEach(other -> others.add(json(other)));
            }
            case Notice.Ready ready -> content.put("message", ready.message());
            case Notice.TaskEnded task ->
                    content.put("message", task.message())
                            .put("summary", task.summary())
                            .put("failed", task.isFailed());
            case Notice.Ended ended -> content.put("at", ended.at()).put("reason", ended.reason());
        }
        return content;
    }

    private static ObjectNode json(Asking asking) {
        return Json.object()
                .put("id", asking.id().value())
                .put("askedAt", asking.askedAt())
                .put("question", asking.isQuestion());
    }

    private static Asking asking(JsonNode json) {
        return new Asking(
                new RequestId(json.path("id").asString()),
                json.path("askedAt").asLong(),
                json.path("question").asBoolean());
    }

    private static Notice notice(ResultSet row) throws SQLException {
        SessionKey key =
                SessionKey.ofRow(
                        Namespaces.ofRow(row.getString("namespace")),
                        new SessionId(row.getString("session_id")));
        JsonNode content = Json.parse(row.getString("content"));
        return switch (row.getString("kind")) {
            case "ready" -> new Notice.Ready(key, content.path("message").asString());
            case "task", "failed" ->
                    new Notice.TaskEnded(
                            key,
                            content.path("message").asString(),
                            content.path("summary").asString(),
                            content.path("failed").asBoolean());
            case "ended" ->
                    new Notice.Ended(
                            key,
                            content.path("at").asLong(),
                            content.path("reason").isString()
                                    ? content.path("reason").stringValue()
                                    : null);
            default -> {
                List<Asking> others = new ArrayList<>();
                content.path("others").forEach(other -> others.add(asking(other)));
                yield new Notice.Asks(key, asking(content.path("first")), others);
            }
        };
    }
}
