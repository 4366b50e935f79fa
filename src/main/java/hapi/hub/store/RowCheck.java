package hapi.hub.store;

import hapi.hub.lanes.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Looks once after each start for rows that are set aside, see [SoundRows], and says which. The
/// timelines are looked through piece by piece, one with each sweep, so that nobody waits for it.
@Component
public final class RowCheck implements Sweep {
    private static final Logger log = LoggerFactory.getLogger(RowCheck.class);
    private static final int ROWS_A_SWEEP = 20_000;
    private static final int NAMED_ROWS = 20;

    private static final Map<String, String> SMALL = new LinkedHashMap<>();

    static {
        SMALL.put("sessions", "SELECT s.no FROM sessions s WHERE NOT " + SoundRows.SESSIONS);
        SMALL.put("machines", "SELECT h.no FROM machines h WHERE NOT " + SoundRows.MACHINES);
        SMALL.put("decisions", "SELECT d.no FROM decisions d WHERE NOT " + SoundRows.DECISIONS);
    }

    private static final String MESSAGES =
            "SELECT m.no FROM messages m WHERE m.no > ? AND m.no <= ? AND NOT ("
                    + "EXISTS (SELECT 1 FROM sessions s WHERE s.no = m.session_no) AND "
                    + SoundRows.MESSAGES
                    + ")";

    private final TxRunner store;
    private final JdbcClient jdbc;
    private final AtomicLong aside = new AtomicLong();

    // Owned by the one sweep at a time.
    private boolean begun;
    private long checkedUpTo;
    private long last;

    RowCheck(TxRunner store, JdbcClient jdbc) {
        this.store = store;
        this.jdbc = jdbc;
    }

    @Override
    public void sweep() {
        if (!begun) {
            begun = true;
            SMALL.forEach((table, sql) -> report(table, read(sql)));
            last =
                    store.read(() ->
                            jdbc.sql("SELECT coalesce(max(no), 0) FROM messages")
                                    .query(Long.class)
                                    .single());
        }
        if (checkedUpTo < last) {
            long from = checkedUpTo;
            checkedUpTo = from + ROWS_A_SWEEP;
            report("messages", read(MESSAGES, from, checkedUpTo));
        }
    }

    private List<Long> read(String sql, Object... parameters) {
        return store.read(
                () -> new ArrayList<>(jdbc.sql(sql).params(parameters).query(Long.class).list()));
    }

    private void report(String table, List<Long> rows) {
        if (!rows.isEmpty()) {
            aside.addAndGet(rows.size());
            log.warn(
                    "store: {} rows of {} are not as this hub writes them and are set aside, not deleted: no={}",
                    rows.size(),
                    table,
                    rows.subList(0, Math.min(NAMED_ROWS, rows.size())));
        }
    }

    /// How many rows the check has found so far.
    public long aside() {
        return aside.get();
    }
}
