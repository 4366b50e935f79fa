package hapi.hub.ops;

import hapi.hub.config.Readiness;
import hapi.hub.lanes.Background;
import hapi.hub.lanes.Lanes;
import hapi.hub.store.TxRunner;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Asks the lane and the store every five seconds; who has not answered for thirty is not ready.
/// The asking thread waits, so that `/health` never does.
///
/// The lane takes the file's write lock each time. Only a write finds a full disk: there is one
/// each half minute, and at once again after a failure.
@Component
class StoreReadiness implements Readiness, SmartInitializingSingleton {
    static final Duration PAUSE = Duration.ofSeconds(5);
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final int WRITES_EACH = 6;

    private final Lanes lanes;
    private final TxRunner reads;
    private final JdbcClient jdbc;
    private final Background background;
    private final Clock clock;
    private volatile long answeredAt;

    // How many looks until the next write. Owned by the asking thread.
    private int untilWrite;

    StoreReadiness(
            Lanes lanes, TxRunner reads, JdbcClient jdbc, Background background, Clock clock) {
        this.lanes = lanes;
        this.reads = reads;
        this.jdbc = jdbc;
        this.background = background;
        this.clock = clock;
        this.answeredAt = clock.millis();
    }

    @Override
    public void afterSingletonsInstantiated() {
        background.every(PAUSE, "StoreReadiness", this::look);
    }

    /// Asks once; throws when the lane or the store refuses.
    void look() {
        int left = untilWrite;
        // Stands when this look fails.
        untilWrite = 0;
        lanes.callForAll(_ -> left == 0 ? write() : read());
        reads.read(this::read);
        untilWrite = left == 0 ? WRITES_EACH - 1 : left - 1;
        answeredAt = clock.millis();
    }

    private boolean read() {
        return jdbc.sql("SELECT count(*) FROM sessions WHERE no < 0").query(Long.class).single()
                == 0;
    }

    /// Nobody else uses this number of the file; it is written also when it does not change.
    private boolean write() {
        jdbc.sql("PRAGMA user_version = 0").update();
        return true;
    }

    @Override
    public boolean isReady() {
        return clock.millis() - answeredAt <= PATIENCE.toMillis();
    }
}
