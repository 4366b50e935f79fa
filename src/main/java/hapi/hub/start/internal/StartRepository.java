package hapi.hub.start.internal;

import hapi.hub.scope.CrossNamespace;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.hub.start.OpenStart;
import hapi.protocol.rpc.RpcMethods;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/// Starts in the store. Writes belong on a lane, reads inside a read.
final class StartRepository {
    /// More than a person can have lost sight of.
    private static final int MAX_PER_NAMESPACE = 100;

    private static final RowMapper<OpenStart> OPEN =
            (row, _) ->
                    new OpenStart(
                            row.getString("id"),
                            row.getString("machine_id"),
                            RpcMethods.SPAWN.readParams(row.getString("params")),
                            row.getString("prompt"),
                            row.getLong("created_at"),
                            row.getString("failure"));

    private final JdbcTemplate jdbc;

    StartRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// A start and whose it is.
    record Owned(Namespace namespace, OpenStart start) {}

    void insert(Namespace namespace, OpenStart start) {
        jdbc.update(
                """
                INSERT INTO session_starts (id, namespace, machine_id, params, prompt, created_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                start.id(),
                namespace.value(),
                start.machineId(),
                RpcMethods.SPAWN.writeParams(start.params()).text(),
                start.prompt(),
                start.createdAt());
        jdbc.update(
                """
                DELETE FROM session_starts WHERE namespace = ? AND no NOT IN
                    (SELECT no FROM session_starts WHERE namespace = ? ORDER BY no DESC LIMIT ?)
                """,
                namespace.value(),
                namespace.value(),
                MAX_PER_NAMESPACE);
    }

    /// True when it was still awaited.
    boolean fail(Namespace namespace, String id, String reason) {
        return jdbc.update(
                        """
                        UPDATE session_starts SET failure = ?
                        WHERE namespace = ? AND id = ? AND failure IS NULL
                        """,
                        reason,
                        namespace.value(),
                        id)
                > 0;
    }

    /// True when it was there.
    boolean delete(Namespace namespace, String id) {
        return jdbc.update(
                        "DELETE FROM session_starts WHERE namespace = ? AND id = ?",
                        namespace.value(),
                        id)
                > 0;
    }

    List<OpenStart> of(Namespace namespace) {
        return jdbc.query(
                "SELECT * FROM session_starts WHERE namespace = ? ORDER BY no",
                OPEN,
                namespace.value());
    }

    boolean isAwaited(Namespace namespace, String id) {
        return !jdbc.queryForList(
                        """
                        SELECT no FROM session_starts
                        WHERE namespace = ? AND id = ? AND failure IS NULL
                        """,
                        Long.class,
                        namespace.value(),
                        id)
                .isEmpty();
    }

    /// The id of the session with this tag.
    Optional<String> sessionOf(Namespace namespace, String tag) {
        return jdbc
                .queryForList(
                        """
                        SELECT id FROM sessions WHERE namespace = ? AND tag = ?
                        ORDER BY created_at DESC LIMIT 1
                        """,
                        String.class,
                        namespace.value(),
                        tag)
                .stream()
                .findFirst();
    }

    @CrossNamespace("one timer looks after the starts of all")
    List<Owned> awaited() {
        return jdbc.query(
                "SELECT * FROM session_starts WHERE failure IS NULL ORDER BY no",
                (row, number) ->
                        new Owned(
                                Namespaces.ofRow(row.getString("namespace")),
                                OPEN.mapRow(row, number)));
    }
}
