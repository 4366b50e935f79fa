package hapi.hub.notify.internal;

import hapi.hub.notify.Notices;
import hapi.hub.scope.Namespace;
import hapi.hub.store.TxRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/// The ledger as people read it.
final class StoredNotices implements Notices {
    private final TxRunner store;
    private final JdbcTemplate jdbc;

    StoredNotices(TxRunner store, JdbcTemplate jdbc) {
        this.store = store;
        this.jdbc = jdbc;
    }

    @Override
    public List<Told> last(Namespace namespace, int limit) {
        Map<Long, Told> told = new LinkedHashMap<>();
        Map<Long, List<Line>> lines = new LinkedHashMap<>();
        store.read(() -> {
            jdbc.query(
                    """
                    SELECT n.no, n.kind, n.session_id, n.told_at,
                        d.channel, d.state, d.reason, d.tries
                    FROM (SELECT * FROM notices WHERE namespace = ? ORDER BY no DESC LIMIT ?) n
                        LEFT JOIN notice_deliveries d ON d.notice_no = n.no
                    ORDER BY n.no DESC, d.no
                    """,
                    row -> {
                        long no = row.getLong("no");
                        told.put(
                                no,
                                new Told(
                                        row.getString("kind"),
                                        row.getString("session_id"),
                                        row.getLong("told_at"),
                                        List.of()));
                        List<Line> of = lines.computeIfAbsent(no, _ -> new ArrayList<>());
                        if (row.getString("channel") != null) {
                            of.add(
                                    new Line(
                                            row.getString("channel"),
                                            row.getString("state"),
                                            row.getString("reason"),
                                            row.getInt("tries")));
                        }
                    },
                    namespace.value(),
                    limit);
            return told;
        });
        return told.entrySet().stream()
                .map(it ->
                        new Told(
                                it.getValue().kind(),
                                it.getValue().sessionId(),
                                it.getValue().at(),
                                lines.get(it.getKey())))
                .toList();
    }
}
