package hapi.hub.permission.internal;

import hapi.hub.permission.Decision;
import hapi.hub.permission.StoredDecision;
import hapi.hub.scope.CrossNamespace;
import hapi.hub.scope.Namespaces;
import hapi.hub.scope.SessionKey;
import hapi.hub.store.SoundRows;
import hapi.protocol.id.RequestId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Decisions in the store.
final class DecisionRepository {
    private static final Logger log = LoggerFactory.getLogger(DecisionRepository.class);
    private static final RowMapper<Optional<StoredDecision>> ROW = (row, _) -> decision(row);

    private final JdbcClient jdbc;

    DecisionRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Empty when somebody else has written the document.
    private static Optional<StoredDecision> decision(ResultSet row) throws SQLException {
        try {
            return Optional.of(decision(row, Json.read(row.getString("decision"), Decision.class)));
        } catch (JsonSyntaxException e) {
            log.warn("decision no={} is set aside: {}", row.getLong("no"), e.getMessage());
            return Optional.empty();
        }
    }

    private static StoredDecision decision(ResultSet row, Decision decision) throws SQLException {
        return new StoredDecision(
                new RequestId(row.getString("request_id")),
                decision,
                row.getString("who"),
                row.getString("origin"),
                row.getString("shown_hash"),
                row.getLong("decided_at"),
                StoredDecision.State.valueOf(row.getString("state")),
                row.getObject("asked_at") == null ? null : Long.valueOf(row.getLong("asked_at")));
    }

    void insert(SessionKey key, StoredDecision decision) {
        jdbc.sql(
                        """
                        INSERT INTO decisions (session_no, request_id, decision, who, origin,
                            shown_hash, decided_at, state, asked_at)
                        VALUES ((SELECT no FROM sessions WHERE id = ? AND namespace = ?),
                            ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        key.id().value(),
                        key.namespace().value(),
                        decision.request().value(),
                        Json.write(decision.decision()),
                        decision.who(),
                        decision.from(),
                        decision.hash(),
                        decision.decidedAt(),
                        decision.state().name(),
                        decision.askedAt())
                .update();
    }

    /// Moves the claimed decision of a request on.
    void move(SessionKey key, RequestId request, StoredDecision.State to) {
        jdbc.sql(
                        """
                        UPDATE decisions SET state = ?
                        WHERE request_id = ? AND state = 'CLAIMED' AND session_no =
                            (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                        """)
                .params(to.name(), request.value(), key.id().value(), key.namespace().value())
                .update();
    }

    Optional<StoredDecision> latest(SessionKey key, RequestId request) {
        return jdbc.sql(
                        """
                        SELECT * FROM decisions d WHERE d.request_id = ? AND d.session_no =
                            (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                        AND
                        """
                                + SoundRows.DECISIONS
                                + " ORDER BY d.no DESC LIMIT 1")
                .params(request.value(), key.id().value(), key.namespace().value())
                .query(ROW)
                .optional()
                .flatMap(it -> it);
    }

    List<StoredDecision> history(SessionKey key, int limit) {
        return jdbc
                .sql(
                        """
                        SELECT * FROM decisions d WHERE d.session_no =
                            (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                        AND
                        """
                                + SoundRows.DECISIONS
                                + " ORDER BY d.no DESC LIMIT ?")
                .params(key.id().value(), key.namespace().value(), limit)
                .query(ROW)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    @CrossNamespace("read once, when the hub starts")
    Map<SessionKey, List<StoredDecision>> claimed() {
        Map<SessionKey, List<StoredDecision>> bySession = new LinkedHashMap<>();
        jdbc.sql(
                        """
                        SELECT d.*, s.id AS session_id, s.namespace
                        FROM decisions d JOIN sessions s ON s.no = d.session_no
                        WHERE d.state = 'CLAIMED' AND
                        """
                                + SoundRows.DECISIONS
                                + " AND "
                                + SoundRows.SESSIONS
                                + " ORDER BY d.no")
                .query(row -> {
                    SessionKey key =
                            SessionKey.ofRow(
                                    Namespaces.ofRow(row.getString("namespace")),
                                    new SessionId(row.getString("session_id")));
                    decision(row)
                            .ifPresent(it ->
                                    bySession.computeIfAbsent(key, _ -> new ArrayList<>()).add(it));
                });
        return bySession;
    }
}
