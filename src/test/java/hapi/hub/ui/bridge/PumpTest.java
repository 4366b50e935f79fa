package hapi.hub.ui.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PumpTest {
    private static final Duration GAP = Duration.ofMillis(66);

    private final ManualClock clock = new ManualClock();
    private final Deque<Runnable> ui = new ArrayDeque<>();
    private final Deque<Duration> delays = new ArrayDeque<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final AtomicInteger shows = new AtomicInteger();
    private final Pump pump = pump(shows::incrementAndGet);

    private Pump pump(Runnable action) {
        return new Pump(
                action,
                ui::add,
                (delay, task) -> {
                    delays.add(delay);
                    later.add(task);
                },
                clock,
                GAP);
    }

    @Test
    void firstSignalIsShownAtOnce() {
        pump.signal();

        ui.remove().run();

        assertThat(shows).hasValue(1);
        assertThat(later).isEmpty();
    }

    @Test
    void manySignalsBeforeTheUiIsFreeAreOneShow() {
        for (int i = 0; i < 1000; i++) {
            pump.signal();
        }

        assertThat(ui).hasSize(1);
        ui.remove().run();

        assertThat(ui).isEmpty();
        assertThat(shows).hasValue(1);
    }

    @Test
    void nextShowWaitsForTheRestOfTheGap() {
        pump.signal();
        ui.remove().run();
        clock.advance(Duration.ofMillis(20));

        pump.signal();

        assertThat(ui).isEmpty();
        assertThat(delays).containsExactly(Duration.ofMillis(46));
        later.remove().run();
        ui.remove().run();
        assertThat(shows).hasValue(2);
    }

    @Test
    void signalDuringAShowIsNotLost() {
        Pump[] self = new Pump[1];
        AtomicInteger count = new AtomicInteger();
        self[0] =
                pump(() -> {
                    if (count.incrementAndGet() == 1) {
                        self[0].signal();
                        self[0].signal();
                    }
                });

        self[0].signal();
        ui.remove().run();

        assertThat(delays).containsExactly(GAP);
        later.remove().run();
        ui.remove().run();
        assertThat(count).hasValue(2);
        assertThat(later).isEmpty();
    }

    @Test
    void showThatFailsDoesNotStopTheNext() {
        AtomicInteger count = new AtomicInteger();
        Pump failing =
                pump(() -> {
                    if (count.incrementAndGet() == 1) {
                        throw new IllegalStateException("planted");
                    }
                });
        failing.signal();
        assertThatThrownBy(ui.remove()::run).hasMessage("planted");
        clock.advance(GAP);

        failing.signal();
        ui.remove().run();

        assertThat(count).hasValue(2);
    }

    @Test
    void nothingIsShownAfterClose() {
        pump.signal();

        pump.close();
        ui.remove().run();
        pump.signal();

        assertThat(shows).hasValue(0);
        assertThat(ui).isEmpty();
    }
}
