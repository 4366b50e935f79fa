package hapi.hub.ui.bridge;

import hapi.hub.events.Delivery;
import hapi.hub.events.EventSpine;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.scope.Namespace;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One feed from attach to detach. Owns the lock under which the feed's methods run; it is never
/// held while waiting for the UI.
final class Subscriber {
    static final Subscriber NONE =
            new Subscriber(new Nothing(), new Nowhere(), (_, _) -> {}, Clock.systemUTC());

    /// How often an unreachable browser is looked for.
    private static final Duration AWAY = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Feed feed;
    private final Screen screen;
    private final Pump.Later later;
    private final Pump pump;
    private EventSpine.@Nullable Subscription subscription;
    private boolean isLoaded;
    private boolean isWhole;
    private boolean isLooking;
    private volatile boolean isClosed;

    Subscriber(Feed feed, Screen screen, Pump.Later later, Clock clock) {
        this.feed = feed;
        this.screen = screen;
        this.later = later;
        this.pump = new Pump(this::show, screen::access, later, clock, UiBridge.gap());
    }

    /// Subscribes, reads, shows all of it; in this order, so that nothing falls in between. Called
    /// with the UI's lock, so that the first answer to the browser holds the content already.
    void open(EventSpine spine, Namespace namespace) {
        subscription =
                spine.subscribe(
                        namespace,
                        feed::wants,
                        EventSpine.Overflow.GAP,
                        Optional.of(spine.position(namespace)),
                        this::deliver);
        locked(() -> {
            feed.load();
            isLoaded = true;
            feed.show(true);
        });
    }

    void close() {
        isClosed = true;
        pump.close();
        EventSpine.Subscription open = subscription;
        if (open != null) {
            open.close();
        }
    }

    void change(Runnable change) {
        if (isClosed) {
            return;
        }
        locked(change);
        pump.signal();
    }

    void tell(Runnable task) {
        screen.access(() -> {
            if (!isClosed) {
                task.run();
            }
        });
    }

    <T> T read(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Delivery delivery) {
        locked(() -> {
            switch (delivery) {
                // Before the first load everything is still to be read.
                case Delivery.Live(List<Published> events) when isLoaded -> feed.take(events);
                case Delivery.Live _ -> {}
                case Delivery.Gap _ -> {
                    feed.load();
                    isWhole = true;
                }
            }
        });
        pump.signal();
    }

    private void show() {
        if (isClosed) {
            return;
        }
        if (!screen.isReachable()) {
            locked(this::lookLater);
            return;
        }
        locked(() -> {
            feed.show(isWhole);
            isWhole = false;
        });
    }

    private void lookLater() {
        isWhole = true;
        if (!isLooking) {
            isLooking = true;
            later.run(
                    AWAY,
                    () -> {
                        locked(() -> isLooking = false);
                        pump.signal();
                    });
        }
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    private static final class Nothing implements Feed {
        @Override
        public boolean wants(HubEvent event) {
            return false;
        }

        @Override
        public void load() {}

        @Override
        public void take(List<Published> events) {}

        @Override
        public void show(boolean everything) {}
    }

    private static final class Nowhere implements Screen {
        @Override
        public void access(Runnable task) {}

        @Override
        public boolean isReachable() {
            return false;
        }
    }
}
