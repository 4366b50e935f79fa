package hapi.hub.socket.transport;

import com.corundumstudio.socketio.scheduler.CancelableScheduler;
import com.corundumstudio.socketio.scheduler.SchedulerKey;
import io.netty.channel.ChannelHandlerContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// netty-socketio's timers (heartbeat, upgrade). What was scheduled on a client's loop also runs on
/// that loop; the library's own scheduler runs it on a timer thread, beside the loop.
final class LoopScheduler implements CancelableScheduler {
    private final Map<SchedulerKey, Future<?>> timers = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor clock;

    LoopScheduler() {
        clock =
                new ScheduledThreadPoolExecutor(
                        1,
                        Thread.ofPlatform().name("socket-timer").daemon().factory(),
                        // What a client wants after the shutdown does not matter any more.
                        new ThreadPoolExecutor.DiscardPolicy());
        clock.setRemoveOnCancelPolicy(true);
    }

    /// Runs the task at this interval on the timer's thread; it must not block.
    void every(long interval, TimeUnit unit, Runnable task) {
        clock.scheduleWithFixedDelay(task, interval, interval, unit);
    }

    @Override
    public void schedule(SchedulerKey key, Runnable task, long delay, TimeUnit unit) {
        Future<?> timer = start(() -> timers.remove(key), task, delay, unit);
        Future<?> previous = timers.put(key, timer);
        if (previous != null) {
            previous.cancel(false);
        }
    }

    @Override
    public void scheduleCallback(SchedulerKey key, Runnable task, long delay, TimeUnit unit) {
        schedule(key, task, delay, unit);
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        start(() -> {}, task, delay, unit);
    }

    private Future<?> start(Runnable before, Runnable task, long delay, TimeUnit unit) {
        SerialLoop loop = SerialLoop.current();
        return clock.schedule(
                () -> {
                    before.run();
                    if (loop == null) {
                        task.run();
                    } else {
                        loop.execute(task);
                    }
                },
                delay,
                unit);
    }

    @Override
    public void cancel(SchedulerKey key) {
        Future<?> timer = timers.remove(key);
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void update(ChannelHandlerContext context) {
        // The library's scheduler wants some context to run callbacks on; ours knows the loop.
    }

    @Override
    public void shutdown() {
        clock.shutdownNow();
    }
}
