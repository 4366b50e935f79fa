package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AgentFeedTest {
    private static final int BOUND = 256;
    private static final long MEBIBYTE = 1024 * 1024;

    private final RecordingHub hub = new RecordingHub();
    private final SessionThread thread = new SessionThread();
    private final AgentFeed feed = new AgentFeed(thread, hub);
    private final CountDownLatch busy = new CountDownLatch(1);
    private final AtomicInteger posted = new AtomicInteger();
    private final List<Integer> handled = new ArrayList<>();

    @AfterEach
    void end() {
        busy.countDown();
        hub.room(true);
        thread.close();
    }

    @Test
    void whoHearsAnAgentWaitsWhileTheSessionIsBehindAndNothingIsLost() throws Exception {
        thread.post(this::beBusy);

        Thread reader = read(1000, 10);
        awaitWaiting(reader);
        assertThat(posted).hasValue(BOUND);

        busy.countDown();
        reader.join();
        assertThat(thread.call(() -> List.copyOf(handled)))
                .isEqualTo(IntStream.range(0, 1000).boxed().toList());
    }

    @Test
    void fewHugeThingsFillTheFeedTooButEachAloneMayPass() throws Exception {
        thread.post(this::beBusy);
        feed.post(100 * MEBIBYTE, () -> {});

        Thread reader = read(9, MEBIBYTE);
        awaitWaiting(reader);
        assertThat(posted).hasValue(0);

        busy.countDown();
        reader.join();
    }

    @Test
    void agentWaitsForAFullHubUntilItIsToldToEnd() throws Exception {
        hub.room(false);
        Thread reader = read(3, 10);
        CountDownLatch others = new CountDownLatch(1);
        thread.post(others::countDown);
        others.await();
        assertThat(posted).hasValue(0);

        feed.holdBack(false);

        reader.join();
        assertThat(posted).hasValue(3);
    }

    @Test
    void sessionThatIsOverHoldsNobody() throws Exception {
        thread.close();

        Thread reader = read(2 * BOUND, MEBIBYTE);

        reader.join();
    }

    private Thread read(int count, long size) {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    for (int i = 0; i < count; i++) {
                        int number = i;
                        feed.post(size, () -> handled.add(number));
                        posted.incrementAndGet();
                    }
                });
    }

    private void beBusy() {
        try {
            busy.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }
}
