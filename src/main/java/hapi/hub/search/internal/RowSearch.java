package hapi.hub.search.internal;

import hapi.hub.scope.Namespace;
import hapi.hub.search.MessageSearch;
import hapi.hub.store.SoundRows;
import hapi.hub.store.TxRunner;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/// Reads the newest messages in steps and looks into each; there is no index to keep.
///
/// Each step is a read of its own, so that a long search stands in nobody's way.
///
/// Decision: 0037.
final class RowSearch implements MessageSearch {
    private static final int MAX_HITS = 20;
    private static final int STEP = 4_000;
    private static final int MAX_STEPS = 250;
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final TxRunner store;
    private final JdbcTemplate jdbc;

    RowSearch(TxRunner store, JdbcTemplate jdbc) {
        this.store = store;
        this.jdbc = jdbc;
    }

    @Override
    public Found find(Namespace namespace, String text) {
        return Words.of(text)
                .map(words -> find(namespace, words))
                .orElseGet(() -> new Found(List.of(), false));
    }

    private Found find(Namespace namespace, Words words) {
        long end = System.nanoTime() + BUDGET.toNanos();
        long last = store.read(this::lastNumber);
        Map<String, Hit> hits = new LinkedHashMap<>();
        for (int step = 0; step < MAX_STEPS && last > 0; step++) {
            long until = last;
            store.read(() -> {
                look(namespace, words, until - STEP, until, hits);
                return true;
            });
            last -= STEP;
            if (hits.size() >= MAX_HITS || System.nanoTime() > end) {
                break;
            }
        }
        return new Found(
                new ArrayList<>(hits.values()).subList(0, Math.min(MAX_HITS, hits.size())),
                last > 0);
    }

    private long lastNumber() {
        Long last = jdbc.queryForObject("SELECT coalesce(max(no), 0) FROM messages", Long.class);
        return last == null ? 0 : last;
    }

    /// The rows after `from`, up to and with `until`.
    private void look(
            Namespace namespace, Words words, long from, long until, Map<String, Hit> hits) {
        List<String> likes = words.likes();
        List<Object> parameters = new ArrayList<>(List.of(from, until, namespace.value()));
        parameters.addAll(likes);
        jdbc.query(
                """
                SELECT s.id, m.id, m.position_at, m.seq, m.content
                FROM messages m CROSS JOIN sessions s ON s.no = m.session_no
                WHERE m.no > ? AND m.no <= ? AND s.namespace = ?
                """
                        + " AND m.content LIKE ? ESCAPE '\\'".repeat(likes.size())
                        + " AND "
                        + SoundRows.MESSAGES
                        + " ORDER BY m.no DESC",
                row -> {
                    String session = row.getString(1);
                    if (hits.size() < MAX_HITS && !hits.containsKey(session)) {
                        String said = SpokenText.of(RawJson.trusted(row.getString(5)));
                        if (words.areIn(said)) {
                            hits.put(
                                    session,
                                    new Hit(
                                            session,
                                            row.getString(2),
                                            row.getLong(3),
                                            row.getLong(4),
                                            words.pieces(said)));
                        }
                    }
                },
                parameters.toArray());
    }
}
