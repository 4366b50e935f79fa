package hapi.hub.ui.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.Scopes;
import hapi.hub.events.Delivery;
import hapi.hub.events.EventSpine;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.events.Published;
import hapi.hub.events.StreamPosition;
import hapi.hub.scope.Namespace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriberTest {
    private static final StreamPosition HERE = new StreamPosition("e", 7);
    private static final Published EVENT =
            new Published(
                    HERE, 0, new Origin.System(), new HubEvent.SessionRemoved(Scopes.session("s")));

    private final ManualClock clock = new ManualClock();
    private final List<String> log = new ArrayList<>();
    private final OneSubscription spine = new OneSubscription();
    private final Tab tab = new Tab();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final Subscriber subscriber =
            new Subscriber(new LoggingFeed(), tab, (_, task) -> later.add(task), clock);

    @Test
    void subscribesBeforeItReadsAndShowsAllOfItAtOnce() {
        subscriber.open(spine, Scopes.HOME);

        assertThat(log).containsExactly("subscribe", "load", "show all");
    }

    @Test
    void whatComesBeforeTheFirstLoadIsLeftToTheLoad() {
        spine.onSubscribe = () -> spine.sink().accept(new Delivery.Live(List.of(EVENT)));

        subscriber.open(spine, Scopes.HOME);

        assertThat(log).doesNotContain("take 1");
    }

    @Test
    void eventsAreTakenAndShownAsChanges() {
        subscriber.open(spine, Scopes.HOME);

        spine.sink().accept(new Delivery.Live(List.of(EVENT)));

        assertThat(log).endsWith("take 1", "show changes");
    }

    @Test
    void holeIsReadAnewAndShownWhole() {
        subscriber.open(spine, Scopes.HOME);

        spine.sink().accept(new Delivery.Gap(HERE));

        assertThat(log).endsWith("load", "show all");
    }

    @Test
    void browserThatIsAwayGetsNothingAndEverythingOnceWhenItIsBack() {
        subscriber.open(spine, Scopes.HOME);
        tab.isReachable = false;
        for (int i = 0; i < 500; i++) {
            clock.advance(Duration.ofSeconds(1));
            spine.sink().accept(new Delivery.Live(List.of(EVENT)));
        }
        assertThat(log).filteredOn(it -> it.startsWith("show")).containsExactly("show all");

        tab.isReachable = true;
        clock.advance(Duration.ofSeconds(1));
        while (!later.isEmpty()) {
            later.remove().run();
        }

        assertThat(log)
                .filteredOn(it -> it.startsWith("show"))
                .containsExactly("show all", "show all");
    }

    @Test
    void closingEndsTheSubscriptionAndAllShows() {
        subscriber.open(spine, Scopes.HOME);

        subscriber.close();
        spine.sink().accept(new Delivery.Live(List.of(EVENT)));

        assertThat(log).contains("unsubscribe").doesNotContain("show changes");
    }

    private final class LoggingFeed implements Feed {
        @Override
        public boolean wants(HubEvent event) {
            return true;
        }

        @Override
        public void load() {
            log.add("load");
        }

        @Override
        public void take(List<Published> events) {
            log.add("take " + events.size());
        }

        @Override
        public void show(boolean everything) {
            log.add(everything ? "show all" : "show changes");
        }
    }

    private static final class Tab implements Screen {
        private boolean isReachable = true;

        @Override
        public void access(Runnable task) {
            task.run();
        }

        @Override
        public boolean isReachable() {
            return isReachable;
        }
    }

    private final class OneSubscription implements EventSpine, EventSpine.Subscription {
        private @Nullable Consumer<Delivery> sink;
        private Runnable onSubscribe = () -> {};

        Consumer<Delivery> sink() {
            assertThat(sink).isNotNull();
            return sink;
        }

        @Override
        public Subscription subscribe(
                Namespace namespace,
                Predicate<HubEvent> filter,
                Overflow policy,
                Optional<StreamPosition> from,
                Consumer<Delivery> sink) {
            log.add("subscribe");
            assertThat(from).contains(HERE);
            this.sink = sink;
            onSubscribe.run();
            return this;
        }

        @Override
        public Subscription subscribeAll(
                Predicate<HubEvent> filter, Overflow policy, Consumer<Delivery> sink) {
            throw new UnsupportedOperationException("a page hears its namespace only");
        }

        @Override
        public StreamPosition position(Namespace namespace) {
            return HERE;
        }

        @Override
        public void close() {
            log.add("unsubscribe");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isResumed() {
            return true;
        }

        @Override
        public void onEnd(Consumer<String> action) {}
    }
}
