package hapi.hub.socket.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What one client's handlers have to do, one after the other, on a virtual thread that exists only
/// while there is something. Unbounded by itself: whoever reads from the client stops reading until
/// the inbox is empty again, so it holds the packets of one chunk at most.
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /// Any thread; never blocks. The task handles its own exceptions.
    void add(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("socket-inbox").start(this::run);
    }

    boolean isIdle() {
        lock.lock();
        try {
            return !running;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything that is in the inbox now has been done.
    void awaitIdle() throws InterruptedException {
        if (isIdle()) {
            return;
        }
        CountDownLatch reached = new CountDownLatch(1);
        add(reached::countDown);
        reached.await();
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            if (task == null) {
                running = false;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }
}
