package hapi.hub.message.internal;

import hapi.hub.message.PageRequest.Position;
import hapi.hub.scope.SessionKey;
import org.springframework.jdbc.core.JdbcTemplate;

/// The rows of pages. A page is bounded by rows and by what they hold together: two hundred
/// messages may be as long as two hundred frames. Call inside a read.
final class PageRepository {
    private static final long MAX_CHARS = 16L * 1024 * 1024;

    private final MessageSelect select;

    PageRepository(JdbcTemplate jdbc) {
        select = new MessageSelect(jdbc);
    }

    /// Newest first.
    PageRows latest(SessionKey key, int limit) {
        return select.page(key, limit, MAX_CHARS, "", "ORDER BY m.position_at DESC, m.seq DESC");
    }

    /// Newest first.
    PageRows before(SessionKey key, Position position, int limit) {
        return select.page(
                key,
                limit,
                MAX_CHARS,
                "AND (m.position_at, m.seq) < (?, ?)",
                "ORDER BY m.position_at DESC, m.seq DESC",
                position.at(),
                position.seq());
    }

    /// After `from`, up to and with `until`, oldest first.
    PageRows after(SessionKey key, Position from, Position until, int limit) {
        return select.page(
                key,
                limit,
                MAX_CHARS,
                "AND (m.position_at, m.seq) > (?, ?) AND (m.position_at, m.seq) <= (?, ?)",
                "ORDER BY m.position_at, m.seq",
                from.at(),
                from.seq(),
                until.at(),
                until.seq());
    }
}
