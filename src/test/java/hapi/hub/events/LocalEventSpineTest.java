package hapi.hub.events;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.Scopes;
import hapi.hub.events.EventSpine.Overflow;
import hapi.hub.events.EventSpine.Subscription;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalEventSpineTest {
    private static final Namespace HOME = Scopes.HOME;
    private static final SessionKey KEY = Scopes.session("s1");
    private static final Origin ORIGIN = new Origin.System();

    private final ManualClock clock = new ManualClock();
    private final LocalEventSpine spine =
            new LocalEventSpine(
                    clock,
                    new LocalEventSpine.Limits(Duration.ofMinutes(10), 100_000, 100, 100_000));

    @AfterEach
    void close() {
        spine.close();
    }

    @Test
    void eventsArriveInOrderWithoutDuplicates() throws Exception {
        RecordingSink sink = new RecordingSink();
        subscribe(sink, Overflow.GAP);

        for (int i = 0; i < 80; i++) {
            publish(1);
        }

        assertThat(offsets(sink.events(80)))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 80).boxed().toList());
    }

    @Test
    void toastIsNotReplayedAndItsAbsenceIsNoGap() throws Exception {
        publish(1);
        StreamPosition before = spine.position(HOME);
        spine.publish(
                HOME, ORIGIN, List.of(new HubEvent.Noticed(HOME, "ready", "t", "b", null, "/")));
        RecordingSink sink = new RecordingSink();

        Subscription subscription =
                spine.subscribe(HOME, event -> true, Overflow.GAP, Optional.of(before), sink);
        publish(1);

        assertThat(subscription.isResumed()).isTrue();
        assertThat(offsets(sink.events(1))).containsExactly(3L);
    }

    @Test
    void oneNamespaceDoesNotHearTheOther() throws Exception {
        RecordingSink sink = new RecordingSink();
        spine.subscribe(Scopes.OTHER, event -> true, Overflow.GAP, Optional.empty(), sink);

        publish(3);
        spine.publish(
                Scopes.OTHER,
                ORIGIN,
                List.of(new HubEvent.Noticed(Scopes.OTHER, "ready", "t", "b", null, "/")));

        assertThat(sink.events(1))
                .singleElement()
                .satisfies(it -> assertThat(it.event()).isInstanceOf(HubEvent.Noticed.class));
    }

    @Test
    void aFilterHidesWhatItDoesNotWant() throws Exception {
        RecordingSink sink = new RecordingSink();
        spine.subscribe(
                HOME,
                event -> event instanceof HubEvent.SessionRemoved,
                Overflow.GAP,
                Optional.empty(),
                sink);

        publish(5);
        spine.publish(HOME, ORIGIN, List.of(new HubEvent.SessionRemoved(KEY)));

        assertThat(offsets(sink.events(1))).containsExactly(6L);
    }

    @Test
    void replayEndsWhereLiveBegins() throws Exception {
        StreamPosition start = spine.position(HOME);
        publish(7);
        RecordingSink sink = new RecordingSink();

        Subscription subscription =
                spine.subscribe(HOME, event -> true, Overflow.GAP, Optional.of(start), sink);
        publish(5);

        assertThat(subscription.isResumed()).isTrue();
        assertThat(offsets(sink.events(12)))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 12).boxed().toList());
    }

    @Test
    void replayAndLiveMeetWithoutHoleUnderConcurrentPublishing() throws Exception {
        LocalEventSpine wide = new LocalEventSpine(clock);
        StreamPosition start = wide.position(HOME);
        Thread publisher =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; i < 500; i++) {
                                wide.publish(HOME, ORIGIN, events(1));
                                Thread.yield();
                            }
                        });
        List<RecordingSink> sinks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RecordingSink sink = new RecordingSink();
            sinks.add(sink);
            wide.subscribe(HOME, event -> true, Overflow.GAP, Optional.of(start), sink);
        }
        publisher.join();

        for (RecordingSink sink : sinks) {
            assertThat(offsets(sink.events(500)))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 500).boxed().toList());
        }
        wide.close();
    }

    @Test
    void withoutAPositionItStartsNow() throws Exception {
        publish(4);
        RecordingSink sink = new RecordingSink();

        Subscription subscription = subscribe(sink, Overflow.GAP);
        publish(1);

        assertThat(subscription.isResumed()).isFalse();
        assertThat(offsets(sink.events(1))).containsExactly(5L);
    }

    @Test
    void aPositionThatLeftTheRingIsAnnouncedAsAGap() throws Exception {
        StreamPosition start = spine.position(HOME);
        publish(600);
        RecordingSink sink = new RecordingSink();

        Subscription subscription =
                spine.subscribe(HOME, event -> true, Overflow.GAP, Optional.of(start), sink);
        publish(1);

        assertThat(subscription.isResumed()).isFalse();
        assertThat(sink.next()).isEqualTo(new Delivery.Gap(new StreamPosition(start.epoch(), 600)));
        assertThat(offsets(sink.events(1))).containsExactly(601L);
    }

    @Test
    void anotherEpochOrAPositionAheadIsAGap() throws Exception {
        publish(3);
        String epoch = spine.position(HOME).epoch();

        for (StreamPosition from :
                List.of(new StreamPosition("other", 2), new StreamPosition(epoch, 4))) {
            RecordingSink sink = new RecordingSink();
            Subscription subscription =
                    spine.subscribe(HOME, event -> true, Overflow.GAP, Optional.of(from), sink);

            assertThat(subscription.isResumed()).isFalse();
            assertThat(sink.next()).isInstanceOf(Delivery.Gap.class);
        }
    }

    @Test
    void eventsOlderThanTenMinutesAreForgotten() {
        StreamPosition start = spine.position(HOME);
        publish(3);
        clock.advance(Duration.ofMinutes(11));
        publish(1);

        Subscription subscription =
                spine.subscribe(HOME, event -> true, Overflow.GAP, Optional.of(start), _ -> {});

        assertThat(subscription.isResumed()).isFalse();
    }

    @Test
    void aStalledSubscriberGetsAGapAndDelaysNobody() throws Exception {
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RecordingSink slow = new RecordingSink();
        RecordingSink fast = new RecordingSink();
        subscribe(
                delivery -> {
                    inHand.countDown();
                    await(release);
                    slow.accept(delivery);
                },
                Overflow.GAP);
        publish(1);
        await(inHand);
        for (int i = 0; i < 20; i++) {
            publish(30);
        }
        RecordingSink late = new RecordingSink();
        subscribe(fast, Overflow.GAP);
        subscribe(late, Overflow.GAP);
        publish(1);

        assertThat(offsets(fast.events(1))).containsExactly(602L);
        release.countDown();

        assertThat(offsets(slow.events(1))).containsExactly(1L);
        Delivery.Gap gap = (Delivery.Gap) slow.next();
        long expected = gap.resumeAt().offset() + 1;
        for (Published event : slow.events((int) (602 - gap.resumeAt().offset()))) {
            assertThat(event.position().offset()).isEqualTo(expected++);
        }
        assertThat(expected).isEqualTo(603);
    }

    @Test
    void aSlowSubscriberThatAskedForItIsDisconnected() throws Exception {
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> ended = new CompletableFuture<>();
        Subscription subscription =
                subscribe(
                        _ -> {
                            inHand.countDown();
                            await(release);
                        },
                        Overflow.DISCONNECT);
        subscription.onEnd(ended::complete);
        publish(1);
        await(inHand);

        publish(300);

        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("slow");
        assertThat(subscription.isOpen()).isFalse();
        assertThat(spine.subscriptionCount()).isZero();
        release.countDown();
    }

    @Test
    void dropOldestKeepsTheNewest() throws Exception {
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RecordingSink sink = new RecordingSink();
        subscribe(
                delivery -> {
                    inHand.countDown();
                    await(release);
                    sink.accept(delivery);
                },
                Overflow.DROP_OLDEST);
        publish(1);
        await(inHand);

        publish(500);
        release.countDown();

        assertThat(offsets(sink.live())).containsExactly(1L);
        List<Published> got = sink.live();
        assertThat(got.getLast().position().offset()).isEqualTo(501);
        assertThat(got).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void aSinkThatThrowsGetsAGapAndGoesOn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        RecordingSink sink = new RecordingSink();
        subscribe(
                delivery -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("planted");
                    }
                    sink.accept(delivery);
                },
                Overflow.GAP);

        publish(1);

        assertThat(((Delivery.Gap) sink.next()).resumeAt().offset()).isEqualTo(1);
        publish(1);
        assertThat(offsets(sink.events(1))).containsExactly(2L);
    }

    @Test
    void aSinkThatAlwaysThrowsIsGivenUp() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        subscribe(
                        _ -> {
                            throw new IllegalStateException("planted");
                        },
                        Overflow.GAP)
                .onEnd(ended::complete);

        publish(1);

        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("failed");
        assertThat(spine.subscriptionCount()).isZero();
    }

    @Test
    void closingEndsDeliveryAndTheCountReturnsToZero() throws Exception {
        List<Subscription> open = new ArrayList<>();
        RecordingSink sink = new RecordingSink();
        for (int i = 0; i < 50; i++) {
            open.add(subscribe(sink, Overflow.GAP));
        }
        assertThat(spine.subscriptionCount()).isEqualTo(50);

        open.forEach(Subscription::close);
        open.forEach(Subscription::close);
        publish(5);
        CompletableFuture<String> ended = new CompletableFuture<>();
        open.getFirst().onEnd(ended::complete);

        assertThat(spine.subscriptionCount()).isZero();
        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("closed");
        assertThat(sink.isEmpty()).isTrue();
    }

    @Test
    void anIdleNamespaceIsForgottenAndItsCursorBecomesAGap() {
        publish(2);
        StreamPosition old = spine.position(HOME);

        clock.advance(Duration.ofMinutes(21));
        spine.evictIdle();

        assertThat(spine.namespaceCount()).isZero();
        Subscription subscription =
                spine.subscribe(HOME, event -> true, Overflow.GAP, Optional.of(old), _ -> {});
        assertThat(subscription.isResumed()).isFalse();
    }

    @Test
    void whoListensToAllHearsEveryNamespaceFromTheFirstEvent() throws Exception {
        RecordingSink sink = new RecordingSink();
        spine.subscribeAll(event -> true, Overflow.GAP, sink);

        publish(2);
        spine.publish(
                Scopes.OTHER,
                ORIGIN,
                List.of(new HubEvent.Noticed(Scopes.OTHER, "ready", "t", "b", null, "/")));

        List<Published> heard = sink.events(3);
        assertThat(heard)
                .extracting(it -> it.event().namespace())
                .containsExactly(HOME, HOME, Scopes.OTHER);
        assertThat(offsets(heard)).containsExactly(1L, 2L, 1L);
    }

    @Test
    void whoListensToAllKeepsNoNamespaceAndHearsItAgainWhenItComesBack() throws Exception {
        RecordingSink sink = new RecordingSink();
        spine.subscribeAll(event -> true, Overflow.GAP, sink);
        publish(1);
        clock.advance(Duration.ofMinutes(21));
        spine.evictIdle();

        assertThat(spine.namespaceCount()).isZero();
        publish(1);

        assertThat(offsets(sink.events(2))).containsExactly(1L, 1L);
    }

    @Test
    void whoListenedToAllHearsNothingAfterItsEnd() throws Exception {
        RecordingSink sink = new RecordingSink();
        RecordingSink other = new RecordingSink();
        Subscription subscription = spine.subscribeAll(event -> true, Overflow.GAP, sink);
        spine.subscribeAll(event -> true, Overflow.GAP, other);
        assertThat(spine.subscriptionCount()).isEqualTo(2);

        subscription.close();
        publish(1);

        assertThat(offsets(other.events(1))).containsExactly(1L);
        assertThat(sink.isEmpty()).isTrue();
        assertThat(spine.subscriptionCount()).isEqualTo(1);
    }

    @Test
    void twoNamespacesAtOnceLoseNothingForWhoListensToAll() throws Exception {
        LocalEventSpine wide = new LocalEventSpine(clock);
        RecordingSink sink = new RecordingSink();
        wide.subscribeAll(event -> true, Overflow.GAP, sink);

        List<Thread> publishers = new ArrayList<>();
        for (Namespace namespace : List.of(HOME, Scopes.OTHER)) {
            publishers.add(
                    Thread.startVirtualThread(() -> {
                        for (int i = 0; i < 1000; i++) {
                            wide.publish(
                                    namespace,
                                    ORIGIN,
                                    List.of(
                                            new HubEvent.Noticed(
                                                    namespace, "ready", "t", "b", null, "/")));
                        }
                    }));
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }

        List<Published> heard = sink.events(2000);
        for (Namespace namespace : List.of(HOME, Scopes.OTHER)) {
            assertThat(
                            offsets(
                                    heard.stream()
                                            .filter(it -> it.event().namespace().equals(namespace))
                                            .toList()))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 1000).boxed().toList());
        }
        wide.close();
        assertThat(wide.subscriptionCount()).isZero();
    }

    @Test
    void aNamespaceSomebodyListensToIsNotForgotten() throws Exception {
        RecordingSink sink = new RecordingSink();
        subscribe(sink, Overflow.GAP);

        clock.advance(Duration.ofMinutes(21));
        spine.evictIdle();
        publish(1);

        assertThat(sink.events(1)).hasSize(1);
    }

    private Subscription subscribe(Consumer<Delivery> sink, Overflow policy) {
        return spine.subscribe(HOME, event -> true, policy, Optional.empty(), sink);
    }

    private void publish(int count) {
        spine.publish(HOME, ORIGIN, events(count));
    }

    private static List<HubEvent> events(int count) {
        List<HubEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new HubEvent.ScheduledMatured(KEY));
        }
        return events;
    }

    private static List<Long> offsets(List<Published> events) {
        return events.stream().map(event -> event.position().offset()).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
