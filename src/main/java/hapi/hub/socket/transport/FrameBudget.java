package hapi.hub.socket.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The bytes that large packets of all clients may hold together. First come, first served: a
/// packet that does not fit waits, and those behind it too, so that a big one is not starved.
final class FrameBudget {
    private final Deque<Reservation> waiting = new ArrayDeque<>();
    private long free;

    FrameBudget(long bytes) {
        free = bytes;
    }

    /// A share that nobody has asked for yet. `granted` runs once it is there, on the thread of
    /// whoever made room, while that may hold locks: it must only hand over to another thread.
    Reservation prepare(int bytes, Runnable granted) {
        return new Reservation(bytes, granted);
    }

    /// One packet's share: prepared, asked for, granted, given back. `close` is right in any state.
    final class Reservation implements AutoCloseable {
        private final int bytes;
        private final Runnable granted;
        private volatile long askedAt;
        private boolean held;
        private boolean closed;

        private Reservation(int bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        int bytes() {
            return bytes;
        }

        void ask() {
            askedAt = System.nanoTime();
            synchronized (waiting) {
                waiting.add(this);
            }
            grantWaiting();
        }

        boolean hasWaitedFor(long nanos) {
            synchronized (waiting) {
                return !held && !closed && System.nanoTime() - askedAt > nanos;
            }
        }

        @Override
        public void close() {
            synchronized (waiting) {
                if (closed) {
                    return;
                }
                closed = true;
                if (held) {
                    free += bytes;
                } else {
                    waiting.remove(this);
                }
            }
            grantWaiting();
        }
    }

    long freeBytes() {
        synchronized (waiting) {
            return free;
        }
    }

    private void grantWaiting() {
        List<Reservation> granted = new ArrayList<>();
        synchronized (waiting) {
            for (Reservation first = waiting.peek();
                    first != null && first.bytes <= free;
                    first = waiting.peek()) {
                waiting.remove();
                free -= first.bytes;
                first.held = true;
                granted.add(first);
            }
        }
        granted.forEach(reservation -> reservation.granted.run());
    }
}
