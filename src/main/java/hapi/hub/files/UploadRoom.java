package hapi.hub.files;

import hapi.hub.scope.SessionKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The memory that uploads may take together, and whose turn it is to go to a session's process,
/// which gets them through one socket. Thread-safe.
public final class UploadRoom {
    /// How large a file may be.
    public static final long MAX_FILE_BYTES = 50L * 1024 * 1024;

    /// What came, and the frame that goes out.
    private static final int COPIES = 2;

    private final long capacity;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Set<SessionKey> busy = new HashSet<>();
    private long taken;

    /// @param capacity in bytes
    /// @param patience how long an upload waits for room
    public UploadRoom(long capacity, Duration patience) {
        this.capacity = capacity;
        this.patience = patience;
    }

    /// Half of the heap.
    public static UploadRoom ofThisHeap() {
        return new UploadRoom(Runtime.getRuntime().maxMemory() / 2, Duration.ofSeconds(30));
    }

    /// A place in it, given back when it is closed.
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /// Waits until there is room for a body of so many bytes; one that is too large for all of it
    /// waits until it is alone. Empty when it took too long.
    public Optional<Place> take(long bytes) {
        long wanted = Math.min(capacity, bytes * COPIES);
        return when(() -> taken + wanted <= capacity, () -> taken += wanted, () -> taken -= wanted);
    }

    /// Waits until no other upload is on its way to the session. Empty when it took too long.
    public Optional<Place> turn(SessionKey key) {
        return when(() -> !busy.contains(key), () -> busy.add(key), () -> busy.remove(key));
    }

    private Optional<Place> when(BooleanSupplier isFree, Runnable enter, Runnable leave) {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (!isFree.getAsBoolean()) {
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = changed.awaitNanos(nanos);
            }
            enter.run();
            return Optional.of(() -> leave(leave));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Runnable leave) {
        lock.lock();
        try {
            leave.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
