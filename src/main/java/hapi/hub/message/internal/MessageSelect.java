package hapi.hub.message.internal;

import hapi.hub.scope.SessionKey;
import hapi.hub.store.SoundRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// How rows of one session's messages are read: sound ones only, found through the session's row of
/// the key's namespace. A condition begins with `AND`, an order with `ORDER BY`.
final class MessageSelect {
    private static final String COLUMNS =
            """
            SELECT m.no, m.id, m.seq, m.content, m.created_at, m.position_at, m.local_id,
                m.invoked_at, m.scheduled_at, m.delivery
            FROM messages m
            """;
    private static final String OF_SESSION =
            " WHERE m.session_no = (SELECT no FROM sessions WHERE id = ? AND namespace = ?) ";

    private final JdbcTemplate jdbc;

    MessageSelect(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    static MessageRow row(ResultSet row) throws SQLException {
        return new MessageRow(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                row.getString(7),
                nullable(row, 8),
                nullable(row, 9),
                Delivery.of(row.getInt(10)));
    }

    private static @Nullable Long nullable(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    Optional<MessageRow> first(
            SessionKey key, String condition, String order, Object... parameters) {
        return list(key, condition, order, parameters).stream().findFirst();
    }

    List<MessageRow> list(SessionKey key, String condition, String order, Object... parameters) {
        return jdbc.query(
                sql(condition, order), (row, _) -> row(row), parametersOf(key, parameters));
    }

    /// The first `limit` rows, fewer when their contents would be longer than `maxChars` together,
    /// and at least one when there is any.
    PageRows page(
            SessionKey key,
            int limit,
            long maxChars,
            String condition,
            String order,
            Object... parameters) {
        Object[] all = Arrays.copyOf(parametersOf(key, parameters), parameters.length + 3);
        // The row behind the last one says that there is more.
        all[all.length - 1] = limit + 1;
        return jdbc.query(
                sql(condition, order) + " LIMIT ?",
                (ResultSet found) -> {
                    List<MessageRow> rows = new ArrayList<>();
                    long chars = 0;
                    while (rows.size() < limit && found.next()) {
                        MessageRow row = row(found);
                        chars += row.content().length();
                        if (chars > maxChars && !rows.isEmpty()) {
                            return new PageRows(rows, true);
                        }
                        rows.add(row);
                    }
                    return new PageRows(rows, found.next());
                },
                all);
    }

    private static String sql(String condition, String order) {
        return COLUMNS + OF_SESSION + condition + " AND " + SoundRows.MESSAGES + order;
    }

    private static Object[] parametersOf(SessionKey key, Object[] parameters) {
        Object[] all = new Object[parameters.length + 2];
        all[0] = key.id().value();
        all[1] = key.namespace().value();
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        return all;
    }
}
