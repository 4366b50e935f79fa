package hapi.hub.socket.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An event loop without a thread: tasks run one after the other, in order, on whichever thread
/// found the loop idle. One per client, shared by all its channels, so that netty-socketio's
/// unguarded client state has one owner. Tasks must not block.
final class SerialLoop extends AbstractEventExecutor implements EventLoop {
    private static final ThreadLocal<@Nullable SerialLoop> CURRENT = new ThreadLocal<>();

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private volatile @Nullable Thread owner;

    /// The loop whose task runs on this thread.
    static @Nullable SerialLoop current() {
        return CURRENT.get();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            drain();
        }
    }

    /// Runs the task on the loop and waits for it. Not from within a task.
    <T> T call(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        execute(future);
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private void drain() {
        SerialLoop outer = CURRENT.get();
        CURRENT.set(this);
        try {
            do {
                // INVARIANT: owner is cleared before pending can reach 0, so that the next owner's
                // mark is never overwritten.
                owner = Thread.currentThread();
                try {
                    safeExecute(nextTask());
                } finally {
                    owner = null;
                }
            } while (pending.decrementAndGet() != 0);
        } finally {
            CURRENT.set(outer);
        }
    }

    private Runnable nextTask() {
        Runnable task = tasks.poll();
        if (task == null) {
            throw new IllegalStateException("a task was counted but not queued");
        }
        return task;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return thread == owner;
    }

    @Override
    public EventLoopGroup parent() {
        return this;
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    // The loop holds no thread, so there is nothing to shut down.

    @Override
    public boolean isShuttingDown() {
        return false;
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        return newSucceededFuture(null);
    }

    @Override
    public Future<?> terminationFuture() {
        return GlobalEventExecutor.INSTANCE.newSucceededFuture(null);
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
