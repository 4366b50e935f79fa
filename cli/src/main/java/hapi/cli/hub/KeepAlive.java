package hapi.cli.hub;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Calls one beat every `interval`, and at once when asked to. One virtual thread.
final class KeepAlive {
    private final Duration interval;
    private final Runnable beat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean due;
    private boolean closed;
    private Duration first;

    KeepAlive(Duration first, Duration interval, Runnable beat) {
        this.first = first;
        this.interval = interval;
        this.beat = beat;
    }

    void start(String name) {
        Thread.ofVirtual().name(name).start(this::run);
    }

    void now() {
        lock.lock();
        try {
            due = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitDue()) {
                beat.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitDue() throws InterruptedException {
        lock.lock();
        try {
            long nanos = first.toNanos();
            first = interval;
            while (!due && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            due = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }
}
