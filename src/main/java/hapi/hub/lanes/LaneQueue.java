package hapi.hub.lanes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The commands that wait for the writer, bounded in number and in bytes. May be used by any
/// thread; who finds no room waits.
final class LaneQueue {
    private final GroupCommitLanes.Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final ArrayDeque<LaneEntry<?>> entries = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /// How much waits.
    record Load(int commands, long bytes) {}

    LaneQueue(GroupCommitLanes.Limits limits) {
        this.limits = limits;
    }

    /// False when the queue is closed. `mayWait` is false for a thread that the writer may be
    /// waiting for: its command is taken whatever the bounds say.
    boolean put(LaneEntry<?> entry, boolean mayWait) {
        lock.lock();
        try {
            while (mayWait && !closed && !hasRoom(entry.sizeBytes)) {
                notFull.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            entries.add(entry);
            bytes += entry.sizeBytes;
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(long sizeBytes) {
        return entries.isEmpty()
                || entries.size() < limits.maxCommands() && bytes + sizeBytes <= limits.maxBytes();
    }

    /// The next commands, at least one; none when closed and empty.
    List<LaneEntry<?>> take() {
        lock.lock();
        try {
            while (entries.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            int size = Math.min(entries.size(), limits.maxBatch());
            List<LaneEntry<?>> batch = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                LaneEntry<?> entry = entries.remove();
                bytes -= entry.sizeBytes;
                batch.add(entry);
            }
            notFull.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    Load load() {
        lock.lock();
        try {
            return new Load(entries.size(), bytes);
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more; what waits can still be taken.
    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What is left, which is then gone.
    List<LaneEntry<?>> drain() {
        lock.lock();
        try {
            List<LaneEntry<?>> left = List.copyOf(entries);
            entries.clear();
            bytes = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }
}
