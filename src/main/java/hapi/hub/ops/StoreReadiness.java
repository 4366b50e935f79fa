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
@Component
class StoreReadiness implements Readiness, SmartInitializingSingleton {
    static final Duration PAUSE = Duration.ofSeconds(5);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Lanes lanes;
    private final TxRunner reads;
    private final JdbcClient jdbc;
    private final Background background;
    private final Clock clock;
    private volatile long answeredAt;

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

    void look() {
        lanes.callForAll(_ -> true);
        reads.read(() -> jdbc.sql("SELECT 1").query(Long.class).single());
        answeredAt = clock.millis();
    }

    @Override
    public boolean isReady() {
        return clock.millis() - answeredAt <= PATIENCE.toMillis();
    }
}
