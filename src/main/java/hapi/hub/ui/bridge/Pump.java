package hapi.hub.ui.bridge;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/// Turns any number of signals into few calls of one action: never two at once, never two within
/// the gap, always one after the last signal. Safe from any thread; the action runs on `ui`.
final class Pump {
    private enum State {
        IDLE,
        /// One call is on its way.
        WAITING,
        RUNNING,
        /// A signal came while it ran.
        RUNNING_AGAIN,
        CLOSED
    }

    /// Runs a task after a while.
    interface Later {
        void run(Duration delay, Runnable task);
    }

    private final Runnable action;
    private final Executor ui;
    private final Later later;
    private final Clock clock;
    private final Duration gap;
    private State state = State.IDLE;
    private long endedAt = Long.MIN_VALUE / 2;

    Pump(Runnable action, Executor ui, Later later, Clock clock, Duration gap) {
        this.action = action;
        this.ui = ui;
        this.later = later;
        this.clock = clock;
        this.gap = gap;
    }

    void signal() {
        Duration delay;
        synchronized (this) {
            switch (state) {
                case IDLE -> state = State.WAITING;
                case RUNNING -> {
                    state = State.RUNNING_AGAIN;
                    return;
                }
                case WAITING, RUNNING_AGAIN, CLOSED -> {
                    return;
                }
            }
            delay = Duration.ofMillis(Math.max(0, endedAt + gap.toMillis() - clock.millis()));
        }
        schedule(delay);
    }

    synchronized void close() {
        state = State.CLOSED;
    }

    private void schedule(Duration delay) {
        if (delay.isZero()) {
            ui.execute(this::run);
        } else {
            later.run(delay, () -> ui.execute(this::run));
        }
    }

    private void run() {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.RUNNING;
        }
        try {
            action.run();
        } finally {
            finish();
        }
    }

    private void finish() {
        boolean again;
        synchronized (this) {
            endedAt = clock.millis();
            again = state == State.RUNNING_AGAIN;
            if (state != State.CLOSED) {
                state = again ? State.WAITING : State.IDLE;
            }
        }
        if (again) {
            schedule(gap);
        }
    }
}
