package hapi.hub.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.ManualClock;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitLanesTest {
    private static final Origin ORIGIN = new Origin.System();

    /// Transactions that keep a log and fail when told to.
    private static final class LoggedTransactions implements LaneTransactions {
        final List<String> log = new CopyOnWriteArrayList<>();
        volatile boolean failNextCommit;
        volatile boolean failNextUndo;

        @Override
        public void begin() {
            log.add("begin");
        }

        @Override
        public void beginCommand() {
            log.add("command");
        }

        @Override
        public void keepCommand() {
            log.add("keep");
        }

        @Override
        public void undoCommand() {
            log.add("undo");
            if (failNextUndo) {
                failNextUndo = false;
                throw new IllegalStateException("no such savepoint");
            }
        }

        @Override
        public void commit() {
            if (failNextCommit) {
                failNextCommit = false;
                throw new IllegalStateException("disk full");
            }
            log.add("commit");
        }

        @Override
        public void rollback() {
            log.add("rollback");
        }
    }

    private final LoggedTransactions transactions = new LoggedTransactions();
    private final List<HubEvent> published = new CopyOnWriteArrayList<>();
    private final GroupCommitLanes lanes =
            new GroupCommitLanes(
                    transactions,
                    (_, _, events) -> published.addAll(events),
                    new ManualClock(),
                    new GroupCommitLanes.Limits(10, 20_000, 8));

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void commandsRunInTheOrderTheyWerePlaced() throws Exception {
        List<Integer> order = new ArrayList<>();

        List<CompletableFuture<Boolean>> futures =
                IntStream.range(0, 200)
                        .mapToObj(i -> lanes.submit(Scopes.HOME, _ -> order.add(i)))
                        .toList();
        futures.getLast().get(20, TimeUnit.SECONDS);

        assertThat(order).isEqualTo(IntStream.range(0, 200).boxed().toList());
    }

    @Test
    void commandsThatWaitShareOneCommit() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        lanes.submit(Scopes.HOME, _ -> block(running, release));
        running.await();
        transactions.log.clear();

        List<CompletableFuture<Integer>> futures =
                IntStream.range(0, 5).mapToObj(i -> lanes.submit(Scopes.HOME, _ -> i)).toList();
        release.countDown();
        futures.getLast().get(20, TimeUnit.SECONDS);

        assertThat(transactions.log)
                .containsExactly(
                        "keep", "commit", "begin", "command", "keep", "command", "keep", "command",
                        "keep", "command", "keep", "command", "keep", "commit");
    }

    @Test
    void theAnswerComesAfterCommitAndPublishing() {
        HubEvent event = new HubEvent.ScheduledMatured(Scopes.session("s"));
        List<String> order = new CopyOnWriteArrayList<>();

        lanes.submit(
                        Scopes.HOME,
                        work -> {
                            work.publish(ORIGIN, event);
                            work.afterCommit(() ->
                                    order.add(
                                            "after %d %s"
                                                    .formatted(
                                                            published.size(),
                                                            transactions.log.contains("commit"))));
                            return 1;
                        })
                .thenAccept(_ -> order.add("answer"))
                .join();

        assertThat(order).containsExactly("after 1 true", "answer");
        assertThat(published).containsExactly(event);
    }

    @Test
    void aFailedCommandIsUndoneAloneAndPublishesNothing() throws Exception {
        LaneMap<String, Integer> map = lanes.map();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        lanes.submit(Scopes.HOME, _ -> block(running, release));
        running.await();

        CompletableFuture<Integer> first = lanes.submit(Scopes.HOME, _ -> put(map, "a", 1));
        CompletableFuture<Integer> failing =
                lanes.submit(
                        Scopes.HOME,
                        work -> {
                            work.publish(
                                    ORIGIN, new HubEvent.ScheduledMatured(Scopes.session("s")));
                            put(map, "a", 2);
                            throw new IllegalArgumentException("planted");
                        });
        CompletableFuture<Integer> last =
                lanes.submit(Scopes.HOME, _ -> map.get("a").orElseThrow());
        release.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(last.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(map.get("a")).hasValue(1);
        assertThat(published).isEmpty();
    }

    @Test
    void aWriteIsSeenInsideTheBatchAtOnceAndOutsideOnlyAfterCommit() throws Exception {
        LaneMap<String, Integer> map = lanes.map();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Integer> write =
                lanes.submit(
                        Scopes.HOME,
                        _ -> {
                            put(map, "a", 1);
                            block(running, release);
                            return map.values().size();
                        });
        running.await();

        assertThat(map.get("a")).isEmpty();
        assertThat(map.values()).isEmpty();
        release.countDown();

        assertThat(write.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(map.get("a")).hasValue(1);
    }

    @Test
    void aRemovalIsSeenInTheBatchAndCommitted() {
        LaneMap<String, Integer> map = lanes.map();
        lanes.call(Scopes.HOME, _ -> put(map, "a", 1));

        boolean gone =
                lanes.call(
                        Scopes.HOME,
                        _ -> {
                            map.remove("a");
                            return map.get("a").isEmpty() && map.values().isEmpty();
                        });

        assertThat(gone).isTrue();
        assertThat(map.get("a")).isEmpty();
    }

    @Test
    void aFailedCommitFailsEveryCommandOfTheBatchAndDropsTheirWrites() throws Exception {
        LaneMap<String, Integer> map = lanes.map();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        lanes.submit(Scopes.HOME, _ -> block(running, release));
        running.await();
        CompletableFuture<Integer> one = lanes.submit(Scopes.HOME, _ -> put(map, "a", 1));
        CompletableFuture<Integer> two =
                lanes.submit(
                        Scopes.HOME,
                        work -> {
                            work.publish(
                                    ORIGIN, new HubEvent.ScheduledMatured(Scopes.session("s")));
                            transactions.failNextCommit = true;
                            return 2;
                        });
        release.countDown();

        for (CompletableFuture<Integer> failed : List.of(one, two)) {
            assertThatThrownBy(() -> failed.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(CommitFailedException.class);
        }
        assertThat(map.get("a")).isEmpty();
        assertThat(published).isEmpty();
        assertThat(transactions.log).contains("rollback");
        boolean isThere = lanes.call(Scopes.HOME, _ -> map.get("a").isPresent());
        assertThat(isThere).isFalse();
    }

    @Test
    void aDatabaseThatGaveUpTheTransactionFailsTheWholeBatch() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        lanes.submit(Scopes.HOME, _ -> block(running, release));
        running.await();
        CompletableFuture<Integer> innocent = lanes.submit(Scopes.HOME, _ -> 1);
        CompletableFuture<Integer> failing =
                lanes.submit(
                        Scopes.HOME,
                        _ -> {
                            transactions.failNextUndo = true;
                            throw new IllegalStateException("disk full");
                        });
        release.countDown();

        assertThatThrownBy(() -> innocent.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CommitFailedException.class);
        assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CommitFailedException.class);
        int next = lanes.call(Scopes.HOME, _ -> 7);
        assertThat(next).isEqualTo(7);
    }

    @Test
    void aFullLaneHoldsTheSenderBack() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        lanes.submit(Scopes.HOME, _ -> block(running, release));
        running.await();
        for (int i = 0; i < 10; i++) {
            lanes.submit(Scopes.HOME, 1, _ -> 0);
        }
        CountDownLatch placed = new CountDownLatch(1);
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> {
                            lanes.submit(Scopes.HOME, 1, _ -> 0);
                            placed.countDown();
                        });

        assertThat(placed.await(200, TimeUnit.MILLISECONDS)).isFalse();
        release.countDown();

        assertThat(placed.await(20, TimeUnit.SECONDS)).isTrue();
        sender.join();
    }

    @Test
    void aCommandBeyondTheByteLimitWaitsForAnEmptyQueueAndThenRuns() {
        int result = lanes.submit(Scopes.HOME, 1_000_000, _ -> 5).join();

        assertThat(result).isEqualTo(5);
    }

    @Test
    void noWakeUpIsLostUnderManySenders() throws Exception {
        int senders = 50;
        List<CompletableFuture<Integer>> all = new CopyOnWriteArrayList<>();
        List<Thread> threads =
                IntStream.range(0, senders)
                        .mapToObj(_ ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            for (int i = 0; i < 100; i++) {
                                                all.add(lanes.submit(Scopes.HOME, 100, _ -> 1));
                                            }
                                        }))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        int sum = 0;
        for (CompletableFuture<Integer> future : all) {
            sum += future.get(20, TimeUnit.SECONDS);
        }
        assertThat(sum).isEqualTo(senders * 100);
    }

    @Test
    void aReactionMayPlaceCommandsEvenWhenTheLaneIsFull() throws Exception {
        CompletableFuture<Integer> chained =
                lanes.submit(Scopes.HOME, _ -> 1)
                        .thenCompose(_ -> lanes.submit(Scopes.HOME, 50_000, _ -> 2));

        assertThat(chained.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void waitingForTheLaneOnTheLaneIsRefused() {
        assertThatThrownBy(() -> lanes.call(Scopes.HOME, _ -> lanes.call(Scopes.HOME, _ -> 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingRunsWhatWaitsAndRefusesWhatComes() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        lanes.submit(Scopes.HOME, _ -> block(running, release));
        running.await();
        CompletableFuture<Integer> waiting = lanes.submit(Scopes.HOME, _ -> 3);
        release.countDown();

        lanes.close();

        assertThat(waiting.get(1, TimeUnit.SECONDS)).isEqualTo(3);
        assertThatThrownBy(() -> lanes.call(Scopes.HOME, _ -> 4))
                .isInstanceOf(LanesClosedException.class);
    }

    private static int put(LaneMap<String, Integer> map, String key, int value) {
        map.put(key, value);
        return value;
    }

    private static int block(CountDownLatch running, CountDownLatch release) {
        running.countDown();
        try {
            assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return 0;
    }
}
