package hapi.hub.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One subscription: a bounded box that the stream fills and an own virtual thread empties into the
/// sink. The bounds count the batch in the sink's hands too. `lock` guards everything; the sink
/// runs outside it.
final class Mailbox implements EventSpine.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private static final int MAX_FAILURES = 3;

    private record Letter(Published event, long bytes) {}

    private final Predicate<HubEvent> filter;
    private final EventSpine.Overflow policy;
    private final Consumer<Delivery> sink;
    private final LocalEventSpine.Limits limits;
    private final boolean isResumed;
    private final Consumer<Mailbox> leave;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Letter> box = new ArrayDeque<>();
    private final List<Consumer<String>> endActions = new ArrayList<>();
    private List<Published> replay = List.of();
    private @Nullable StreamPosition gap;
    private @Nullable StreamPosition newest;
    private int events;
    private long bytes;
    private long dropped;
    private @Nullable String endReason;

    Mailbox(
            Predicate<HubEvent> filter,
            EventSpine.Overflow policy,
            Consumer<Delivery> sink,
            LocalEventSpine.Limits limits,
            boolean isResumed,
            Consumer<Mailbox> leave) {
        this.filter = filter;
        this.policy = policy;
        this.sink = sink;
        this.limits = limits;
        this.isResumed = isResumed;
        this.leave = leave;
    }

    /// Events of the ring, delivered before everything else and not counted: the ring holds them
    /// anyway.
    void replay(List<Published> events) {
        replay = events;
    }

    void announceGap(StreamPosition resumeAt) {
        gap = resumeAt;
    }

    void start() {
        Thread.ofVirtual().name("mailbox").start(this::drain);
    }

    /// Called under the lock of the stream, in offset order; by several streams when it listens to
    /// all.
    void offer(Published event, long eventBytes) {
        boolean wanted;
        try {
            wanted = filter.test(event.event());
        } catch (RuntimeException e) {
            // An edge: a filter is the subscriber's code and must not harm the others.
            LOG.error("a subscriber's filter failed; it gets the event", e);
            wanted = true;
        }
        if (!wanted) {
            return;
        }
        lock.lock();
        try {
            if (endReason != null) {
                return;
            }
            newest = event.position();
            if (fits(eventBytes)) {
                add(event, eventBytes);
            } else {
                overflow(event, eventBytes);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// One event of any size fits into an empty box.
    private boolean fits(long eventBytes) {
        return events == 0
                || events < limits.mailboxEvents() && bytes + eventBytes <= limits.mailboxBytes();
    }

    private void add(Published event, long eventBytes) {
        box.add(new Letter(event, eventBytes));
        events++;
        bytes += eventBytes;
    }

    private void overflow(Published event, long eventBytes) {
        switch (policy) {
            case GAP -> {
                forgetBox();
                gap = event.position();
            }
            case DISCONNECT -> {
                forgetBox();
                end("slow");
            }
            case DROP_OLDEST -> {
                while (!box.isEmpty() && !fits(eventBytes)) {
                    Letter oldest = box.remove();
                    events--;
                    bytes -= oldest.bytes;
                    dropped++;
                }
                if (fits(eventBytes)) {
                    add(event, eventBytes);
                } else {
                    dropped++;
                }
                if (Long.bitCount(dropped) == 1) {
                    LOG.warn("a subscriber is slow: {} events dropped so far", dropped);
                }
            }
        }
    }

    private void forgetBox() {
        for (Letter letter : box) {
            events--;
            bytes -= letter.bytes;
        }
        box.clear();
    }

    private void drain() {
        int failures = 0;
        Delivery delivery = next();
        while (delivery != null) {
            try {
                sink.accept(delivery);
                failures = 0;
            } catch (RuntimeException e) {
                // An edge: what the sink had in hand is lost to it, so it is told to reload.
                LOG.error("a subscriber failed and gets a gap", e);
                failures++;
                gapAfterFailure(delivery, failures);
            }
            delivery = next();
        }
    }

    private void gapAfterFailure(Delivery lost, int failuresInARow) {
        lock.lock();
        try {
            if (failuresInARow >= MAX_FAILURES) {
                end("failed");
                return;
            }
            forgetBox();
            gap =
                    newest != null
                            ? newest
                            : switch (lost) {
                                case Delivery.Gap it -> it.resumeAt();
                                case Delivery.Live it -> it.events().getLast().position();
                            };
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next delivery; null when the subscription has ended.
    private @Nullable Delivery next() {
        lock.lock();
        try {
            // What was in the sink's hands no longer counts.
            events = box.size();
            bytes = box.stream().mapToLong(Letter::bytes).sum();
            while (endReason == null && gap == null && replay.isEmpty() && box.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            if (endReason != null) {
                return null;
            }
            if (gap != null) {
                Delivery.Gap announced = new Delivery.Gap(gap);
                gap = null;
                replay = List.of();
                return announced;
            }
            List<Published> batch = new ArrayList<>(replay);
            replay = List.of();
            box.forEach(letter -> batch.add(letter.event));
            box.clear();
            return new Delivery.Live(batch);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            end("closed");
        } finally {
            lock.unlock();
        }
    }

    private void end(String reason) {
        if (endReason != null) {
            return;
        }
        endReason = reason;
        forgetBox();
        replay = List.of();
        leave.accept(this);
        changed.signalAll();
        // On their own thread: an action may block, and the stream's lock may be held here.
        for (Consumer<String> action : List.copyOf(endActions)) {
            runAction(action, reason);
        }
        endActions.clear();
    }

    private static void runAction(Consumer<String> action, String reason) {
        Thread.ofVirtual().name("mailbox-end").start(() -> action.accept(reason));
    }

    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return endReason == null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isResumed() {
        return isResumed;
    }

    @Override
    public void onEnd(Consumer<String> action) {
        lock.lock();
        try {
            if (endReason == null) {
                endActions.add(action);
            } else {
                runAction(action, endReason);
            }
        } finally {
            lock.unlock();
        }
    }
}
