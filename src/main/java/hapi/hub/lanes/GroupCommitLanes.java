package hapi.hub.lanes;

import hapi.hub.events.EventPublisher;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.scope.LaneKey;
import hapi.hub.scope.Namespace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One lane for everything, as SQLite has one writer: a bounded queue, a writer thread that runs as
/// many commands as are waiting inside one transaction, and a hand-off thread that publishes and
/// answers in order while the writer is at the next batch.
///
/// Overlays and transaction belong to the writer thread.
public final class GroupCommitLanes implements Lanes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitLanes.class);
    private static final long USUAL_BYTES = 512;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int WAITING_BATCHES = 16;

    /// How much may wait, and how many commands share a commit.
    public record Limits(int maxCommands, long maxBytes, int maxBatch) {
        public static final Limits STANDARD = new Limits(4096, 16L * 1024 * 1024, 512);
    }

    private final LaneTransactions transactions;
    private final EventPublisher publisher;
    private final Clock clock;
    private final Thread writer;
    private final Thread handOff;

    private final LaneQueue queue;
    private final LongAdder commandsDone = new LongAdder();
    private final LongAdder batchesFailed = new LongAdder();

    private final BlockingQueue<List<LaneEntry<?>>> done =
            new ArrayBlockingQueue<>(WAITING_BATCHES);
    private final Set<OverlayMap<?, ?>> touched = new LinkedHashSet<>();

    public GroupCommitLanes(LaneTransactions transactions, EventPublisher publisher, Clock clock) {
        this(transactions, publisher, clock, Limits.STANDARD);
    }

    public GroupCommitLanes(
            LaneTransactions transactions, EventPublisher publisher, Clock clock, Limits limits) {
        this.transactions = transactions;
        this.publisher = publisher;
        this.clock = clock;
        this.queue = new LaneQueue(limits);
        this.writer = Thread.ofPlatform().name("lane-writer").daemon().unstarted(this::write);
        this.handOff = Thread.ofPlatform().name("lane-handoff").daemon().unstarted(this::answer);
        writer.start();
        handOff.start();
    }

    @Override
    public <K, V> LaneMap<K, V> map() {
        return new OverlayMap<>(() -> Thread.currentThread() == writer, touched::add);
    }

    @Override
    public <T> CompletableFuture<T> submit(LaneKey key, LaneCommand<T> command) {
        return submit(key, USUAL_BYTES, command);
    }

    @Override
    public <T> CompletableFuture<T> submit(LaneKey key, long sizeBytes, LaneCommand<T> command) {
        Objects.requireNonNull(key);
        return submit(sizeBytes, command);
    }

    /// With one lane the key decides nothing.
    private <T> CompletableFuture<T> submit(long sizeBytes, LaneCommand<T> command) {
        if (Thread.currentThread() == writer) {
            throw new IllegalStateException("a lane command places another one");
        }
        LaneEntry<T> entry = new LaneEntry<>(command, sizeBytes);
        // The hand-off thread must not wait for the writer, who may be waiting for it.
        if (!queue.put(entry, Thread.currentThread() != handOff)) {
            entry.future.completeExceptionally(new LanesClosedException());
        }
        return entry.future;
    }

    @Override
    public int laneOf(LaneKey key) {
        return 0;
    }

    @Override
    public <T> T call(LaneKey key, LaneCommand<T> command) {
        Objects.requireNonNull(key);
        return callForAll(command);
    }

    @Override
    public <T> T callForAll(LaneCommand<T> command) {
        if (Thread.currentThread() == handOff) {
            throw new IllegalStateException("waiting for a lane on its hand-off thread");
        }
        try {
            return submit(USUAL_BYTES, command).get(CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("the lane did not answer in " + CALL_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the lane", e);
        }
    }

    @Override
    public LaneLoad load() {
        LaneQueue.Load waiting = queue.load();
        return new LaneLoad(
                waiting.commands(), waiting.bytes(), commandsDone.sum(), batchesFailed.sum());
    }

    /// Runs what is waiting, for up to five seconds; fails what is left. Idempotent.
    @Override
    public void close() {
        queue.close();
        try {
            if (!writer.join(CLOSE_TIMEOUT) || !handOff.join(CLOSE_TIMEOUT)) {
                LOG.warn("the lane did not empty in {}", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.drain()
                .forEach(entry -> entry.future.completeExceptionally(new LanesClosedException()));
    }

    private void write() {
        try {
            List<LaneEntry<?>> batch = queue.take();
            while (!batch.isEmpty()) {
                run(batch);
                done.put(batch);
                batch = queue.take();
            }
            done.put(List.of());
        } catch (InterruptedException e) {
            LOG.error("the lane's writer was interrupted and ends", e);
        }
    }

    private void run(List<LaneEntry<?>> batch) {
        try {
            transactions.begin();
            for (LaneEntry<?> entry : batch) {
                run(entry);
            }
            transactions.commit();
            touched.forEach(OverlayMap::promoteBatch);
            commandsDone.add(batch.size());
        } catch (RuntimeException | Error e) {
            // An edge: a lost batch must not end the lane.
            LOG.error("a batch of {} commands was not stored", batch.size(), e);
            batchesFailed.increment();
            touched.forEach(OverlayMap::dropBatch);
            batch.forEach(entry -> entry.fail(new CommitFailedException("not stored: " + e, e)));
            try {
                transactions.rollback();
            } catch (RuntimeException again) {
                LOG.error("could not roll back", again);
            }
        } finally {
            touched.clear();
        }
    }

    private void run(LaneEntry<?> entry) {
        transactions.beginCommand();
        if (entry.run(clock.millis())) {
            transactions.keepCommand();
            touched.forEach(OverlayMap::keepCommand);
        } else {
            touched.forEach(OverlayMap::dropCommand);
            transactions.undoCommand();
        }
    }

    private void answer() {
        try {
            List<LaneEntry<?>> batch = done.take();
            while (!batch.isEmpty()) {
                for (LaneEntry<?> entry : batch) {
                    answer(entry);
                }
                batch = done.take();
            }
        } catch (InterruptedException e) {
            LOG.error("the lane's hand-off was interrupted and ends", e);
        }
    }

    private void answer(LaneEntry<?> entry) {
        try {
            if (!entry.hasFailed()) {
                publish(entry.events);
                entry.actions.forEach(Runnable::run);
            }
        } catch (RuntimeException | Error e) {
            // An edge: the command is committed, so its sender is told so all the same.
            LOG.error("could not publish or follow up a committed command", e);
        }
        try {
            entry.complete();
        } catch (RuntimeException | Error e) {
            LOG.error("a reaction to a lane command failed", e);
        }
    }

    private void publish(List<LaneEntry.Event> events) {
        int from = 0;
        while (from < events.size()) {
            Namespace namespace = events.get(from).event().namespace();
            Origin origin = events.get(from).origin();
            List<HubEvent> same = new ArrayList<>();
            int to = from;
            while (to < events.size()
                    && events.get(to).event().namespace().equals(namespace)
                    && events.get(to).origin().equals(origin)) {
                same.add(events.get(to).event());
                to++;
            }
            publisher.publish(namespace, origin, same);
            from = to;
        }
    }
}
