package hapi.hub.events;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The events of one namespace: the ring of the last ones and those who listen. `lock` guards ring,
/// offsets and who gets which event; it is held for as long as it takes to put an event into each
/// mailbox, never while anybody else's code but a filter runs.
final class NamespaceStream {
    private record Kept(Published event, long bytes) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final String epoch = UUID.randomUUID().toString().substring(0, 8);
    private final ArrayDeque<Kept> ring = new ArrayDeque<>();
    private final CopyOnWriteArrayList<Mailbox> mailboxes = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final LocalEventSpine.Limits limits;
    private final List<Mailbox> everywhere;
    private long ringBytes;
    private long lastOffset;

    /// The newest offset that cannot be replayed any more.
    private long forgotten;

    private long lastUsedMillis;

    /// `everywhere` are those who listen to all namespaces.
    NamespaceStream(Clock clock, LocalEventSpine.Limits limits, List<Mailbox> everywhere) {
        this.clock = clock;
        this.limits = limits;
        this.everywhere = everywhere;
        this.lastUsedMillis = clock.millis();
    }

    void publish(Origin origin, List<HubEvent> events) {
        lock.lock();
        try {
            long now = clock.millis();
            lastUsedMillis = now;
            for (HubEvent event : events) {
                Published published = new Published(at(++lastOffset), now, origin, event);
                long bytes = EventWeight.of(event);
                if (!(event instanceof HubEvent.Noticed)) {
                    // A toast is for those who look now, not for who comes back later.
                    ring.add(new Kept(published, bytes));
                    ringBytes += bytes;
                }
                for (Mailbox mailbox : mailboxes) {
                    mailbox.offer(published, bytes);
                }
                for (Mailbox mailbox : everywhere) {
                    mailbox.offer(published, bytes);
                }
            }
            prune(now);
        } finally {
            lock.unlock();
        }
    }

    EventSpine.Subscription subscribe(
            Predicate<HubEvent> filter,
            EventSpine.Overflow policy,
            Optional<StreamPosition> from,
            Consumer<Delivery> sink) {
        lock.lock();
        try {
            lastUsedMillis = clock.millis();
            boolean isResumed = from.isPresent() && reaches(from.get());
            Mailbox mailbox =
                    new Mailbox(filter, policy, sink, limits, isResumed, mailboxes::remove);
            if (isResumed) {
                mailbox.replay(since(from.get().offset(), filter));
            } else if (from.isPresent()) {
                mailbox.announceGap(at(lastOffset));
            }
            mailboxes.add(mailbox);
            mailbox.start();
            return mailbox;
        } finally {
            lock.unlock();
        }
    }

    StreamPosition position() {
        lock.lock();
        try {
            lastUsedMillis = clock.millis();
            return at(lastOffset);
        } finally {
            lock.unlock();
        }
    }

    int subscriptionCount() {
        return mailboxes.size();
    }

    void closeAll() {
        mailboxes.forEach(Mailbox::close);
    }

    /// Forgets old events. True when nobody listens and nothing is left to replay: the stream may
    /// go then, because every cursor into it is too old.
    boolean retireIfIdle() {
        lock.lock();
        try {
            long now = clock.millis();
            prune(now);
            return mailboxes.isEmpty()
                    && ring.isEmpty()
                    && now - lastUsedMillis > limits.ringAge().toMillis();
        } finally {
            lock.unlock();
        }
    }

    private StreamPosition at(long offset) {
        return new StreamPosition(epoch, offset);
    }

    private boolean reaches(StreamPosition from) {
        return from.epoch().equals(epoch)
                && from.offset() <= lastOffset
                && from.offset() >= forgotten;
    }

    private List<Published> since(long offset, Predicate<HubEvent> filter) {
        List<Published> events = new ArrayList<>();
        for (Kept kept : ring) {
            if (kept.event.position().offset() > offset && filter.test(kept.event.event())) {
                events.add(kept.event);
            }
        }
        return events;
    }

    private void prune(long now) {
        long tooOld = now - limits.ringAge().toMillis();
        while (!ring.isEmpty()
                && (ring.getFirst().event.atMillis() < tooOld
                        || ringBytes > limits.ringBytes() && ring.size() > 1)) {
            Kept oldest = ring.remove();
            ringBytes -= oldest.bytes;
            forgotten = oldest.event.position().offset();
        }
    }
}
