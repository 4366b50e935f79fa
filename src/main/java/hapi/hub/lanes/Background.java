package hapi.hub.lanes;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hub's one clockwork and its virtual threads for work that waits and that nobody waits for. A
/// run that fails is logged; the next one comes all the same.
public final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("hub-timer").daemon().factory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /// Runs the work now, on a thread of its own. Does nothing once the hub is stopping.
    public void run(String name, Runnable work) {
        if (!workers.isShutdown()) {
            workers.execute(() -> guarded(name, work));
        }
    }

    /// Runs the work once, after the pause, on a thread where it may block. Does nothing once the
    /// hub is stopping.
    public void after(Duration pause, String name, Runnable work) {
        if (pause.isZero()) {
            run(name, work);
        } else if (!timer.isShutdown()) {
            timer.schedule(() -> run(name, work), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Runs the work again and again, `pause` after its last end, on a thread where it may block.
    public void every(Duration pause, String name, Runnable work) {
        timer.schedule(
                () ->
                        run(
                                name,
                                () -> {
                                    guarded(name, work);
                                    again(pause, name, work);
                                }),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void again(Duration pause, String name, Runnable work) {
        if (!timer.isShutdown()) {
            every(pause, name, work);
        }
    }

    private static void guarded(String name, Runnable work) {
        try {
            work.run();
        } catch (LanesClosedException e) {
            LOG.debug("{} stops with the hub", name, e);
        } catch (RuntimeException e) {
            // An edge: nobody else would hear of it.
            LOG.error("{} failed", name, e);
        }
    }

    /// Starts nothing new and interrupts what runs.
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
