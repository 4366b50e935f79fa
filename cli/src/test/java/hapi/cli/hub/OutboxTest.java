package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.id.LocalId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboxTest {
    private static final SessionId S1 = new SessionId("s1");
    private static final int BOUND = 4;
    private static final Set<Thread.State> WAITS =
            Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    private final Outbox outbox = new Outbox(S1, DeliveryJournal.inMemory(S1), BOUND);

    @Test
    void makersOfMessagesWaitAtTheBoundAndWhoSendsThemOnlyAtTwiceOfIt() throws Exception {
        add(BOUND);
        Thread maker = start(() -> outbox.awaitRoom(Duration.ofMinutes(5)));
        add(BOUND);
        Thread sender = start(() -> add(1));
        outbox.connected();

        awaitWaiting(maker);
        awaitWaiting(sender);
        outbox.remove(due());

        sender.join();
        awaitWaiting(maker);
        assertThat(outbox.size()).isEqualTo(2 * BOUND);
        for (int i = 0; i <= BOUND; i++) {
            outbox.remove(due());
        }
        maker.join();
    }

    @Test
    void reportOfATakenPromptNeverWaitsAndIsKeptOnce() {
        add(2 * BOUND);

        outbox.taken(List.of(new LocalId("p1"), new LocalId("p2")), true);
        outbox.taken(List.of(new LocalId("p1"), new LocalId("p3")), false);
        outbox.taken(List.of(new LocalId("p3")), false);

        assertThat(outbox.size()).isEqualTo(2 * BOUND + 2);
    }

    @Test
    void whatWasSentIsDueAgainOnTheNextConnectionInTheSameOrder() throws Exception {
        add(2);
        outbox.connected();
        Outbox.Entry first = sendNext();
        Outbox.Entry second = sendNext();
        assertThat(outbox.awaitSent(Duration.ZERO)).isTrue();

        outbox.disconnected();
        outbox.connected();

        assertThat(outbox.awaitSent(Duration.ZERO)).isFalse();
        assertThat(sendNext()).isSameAs(first);
        assertThat(sendNext()).isSameAs(second);
        assertThat(outbox.awaitEmpty(Duration.ZERO)).isFalse();
    }

    @Test
    void closingReleasesEverybodyWhoWaits() throws Exception {
        add(2 * BOUND);
        Thread maker = start(() -> outbox.awaitRoom(Duration.ofMinutes(5)));
        Thread sender = start(() -> add(1));
        awaitWaiting(maker);
        awaitWaiting(sender);

        outbox.close();

        maker.join();
        sender.join();
        assertThat(outbox.size()).isEqualTo(2 * BOUND);
        assertThat(outbox.awaitDue(() -> true)).isNull();
    }

    @Test
    void whatIsBeingSentIsInDoubtAndNotYetOnTheWire() throws Exception {
        outbox.connected();
        add(1);
        Outbox.@Nullable Due due = outbox.awaitDue(() -> true);
        assertThat(due).isNotNull();

        outbox.sending(due);

        assertThat(outbox.doubtful()).containsExactly(due.entry());
        assertThat(outbox.awaitSent(Duration.ZERO)).isFalse();
        outbox.sent(due);
        assertThat(outbox.awaitSent(Duration.ZERO)).isTrue();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            outbox.add(RawJson.trusted("{}"), i);
        }
    }

    private Outbox.Entry due() throws InterruptedException {
        Outbox.@Nullable Due due = outbox.awaitDue(() -> true);
        assertThat(due).isNotNull();
        return due.entry();
    }

    private Outbox.Entry sendNext() throws InterruptedException {
        Outbox.@Nullable Due due = outbox.awaitDue(() -> true);
        assertThat(due).isNotNull();
        outbox.sent(due);
        return due.entry();
    }

    private static Thread start(Runnable task) {
        return Thread.ofPlatform().daemon().start(task);
    }

    private static void awaitWaiting(Thread thread) {
        while (!WAITS.contains(thread.getState())) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }
}
