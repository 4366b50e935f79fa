package hapi.hub.lanes;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One command on its way: waiting, then run by the writer, then answered by the hand-off. Passed
/// from one thread to the next, never shared; only [#future] is seen by others.
final class LaneEntry<T> {
    final long sizeBytes;
    final CompletableFuture<T> future = new CompletableFuture<>();
    final List<Event> events = new ArrayList<>(2);
    final List<Runnable> actions = new ArrayList<>(1);
    private final LaneCommand<T> command;
    private @Nullable T result;
    private @Nullable Throwable failure;

    /// What is published after the commit.
    record Event(Origin origin, HubEvent event) {}

    LaneEntry(LaneCommand<T> command, long sizeBytes) {
        this.command = command;
        this.sizeBytes = sizeBytes;
    }

    /// Runs the command; what it throws is kept. False when it threw.
    boolean run(long now) {
        Work work = new Work(now, this);
        try {
            result = command.run(work);
        } catch (RuntimeException | Error e) {
            // An edge: whatever one command does wrong, the lane lives on for the others.
            failure = e;
        }
        work.isOver = true;
        return failure == null;
    }

    void fail(Throwable cause) {
        failure = cause;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /// Tells the sender.
    void complete() {
        if (failure == null) {
            future.complete(result);
        } else {
            future.completeExceptionally(failure);
        }
    }

    private static final class Work implements UnitOfWork {
        private final long now;
        private final LaneEntry<?> entry;
        private boolean isOver;

        Work(long now, LaneEntry<?> entry) {
            this.now = now;
            this.entry = entry;
        }

        @Override
        public long nowMillis() {
            return now;
        }

        @Override
        public void publish(Origin origin, HubEvent event) {
            checkRunning();
            entry.events.add(new Event(origin, event));
        }

        @Override
        public void afterCommit(Runnable action) {
            checkRunning();
            entry.actions.add(action);
        }

        private void checkRunning() {
            if (isOver) {
                throw new IllegalStateException("the unit of work is over");
            }
        }
    }
}
