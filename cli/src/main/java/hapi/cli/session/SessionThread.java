package hapi.cli.session;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns a session's state: everything that happens to the session becomes a
/// task here, in order. Tasks never wait for a person, and for an agent at most seconds.
final class SessionThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SessionThread.class);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(20);

    private final ScheduledThreadPoolExecutor executor;

    SessionThread() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1, task -> Thread.ofPlatform().name("session").unstarted(task));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// Runs the task after everything posted before; false when the session is over. A task that
    /// fails is logged and forgotten.
    ///
    /// Whoever can post without end (an agent) goes through [AgentFeed], which has the bound.
    boolean post(Runnable task) {
        try {
            executor.execute(guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            log.debug("the session is over, a task was dropped");
            return false;
        }
    }

    void after(Duration delay, Runnable task) {
        try {
            executor.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("the session is over, a timer was dropped");
        }
    }

    void every(Duration period, Runnable task) {
        executor.scheduleAtFixedRate(
                guarded(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Runs the task in its turn and waits for its result. From other threads only.
    <T> T call(Callable<T> task) {
        try {
            return executor.submit(task).get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("The session is over");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("The session did not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // Edge: one failed task must not end the session.
                log.warn("a session task failed", e);
            }
        };
    }
}
