package hapi.hub.notify.internal;

import hapi.hub.lanes.Sweep;
import hapi.hub.notify.Channel;
import hapi.hub.notify.Notice;
import hapi.hub.notify.NoticeWords;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what waits in the ledger, a few at a time, and again with growing pauses until it is
/// accepted, has failed or is too old. Deliveries of a former run of the hub are among them.
///
/// INVARIANT: who holds a delivery in `held` alone sends and settles it, and has seen it waiting
/// after taking it.
final class NoticeSender implements Sweep, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);

    /// What a person has learned by other ways since.
    static final Duration LIFE = Duration.ofMinutes(15);

    static final int MAX_TRIES = 6;
    private static final int AT_ONCE = 16;

    /// So that a service that hangs leaves places to the others. What is being sent is still due,
    /// and is among the oldest of its target.
    private static final int AT_ONCE_TO_ONE = 12;

    private static final int LOOKED_AT = 200;
    private static final int GROWTH = 4;
    private static final Duration FORGETTING = Duration.ofHours(1);
    private static final Duration AWAITED = Duration.ofSeconds(2);
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Ledger ledger;
    private final NoticeWording wording;
    private final Map<String, Channel> channels = new HashMap<>();
    private final Clockwork clockwork;
    private final Clock clock;
    private final Duration firstPause;

    private final Set<Long> held = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicLong forgottenAt = new AtomicLong();
    private volatile boolean isClosed;

    NoticeSender(
            Ledger ledger,
            NoticeWording wording,
            List<Channel> channels,
            Clockwork clockwork,
            Clock clock,
            Duration firstPause) {
        this.ledger = ledger;
        this.wording = wording;
        channels.forEach(channel -> this.channels.put(channel.name(), channel));
        this.clockwork = clockwork;
        this.clock = clock;
        this.firstPause = firstPause;
    }

    @Override
    public void sweep() {
        look();
        long now = clock.millis();
        long last = forgottenAt.get();
        if (now - last > FORGETTING.toMillis() && forgottenAt.compareAndSet(last, now)) {
            ledger.forgetOld();
        }
    }

    /// Sends what is due as far as there are free places; looks again when one gets free.
    void look() {
        for (LedgerRepository.Waiting delivery :
                ledger.due(clock.millis(), AT_ONCE_TO_ONE, LOOKED_AT)) {
            if (held.contains(delivery.no())) {
                continue;
            }
            if (isClosed || !places.tryAcquire()) {
                return;
            }
            if (held.add(delivery.no())) {
                clockwork.after(Duration.ZERO, () -> deliver(delivery));
            } else {
                places.release();
            }
        }
    }

    private void deliver(LedgerRepository.Waiting delivery) {
        try {
            attempt(delivery);
        } finally {
            held.remove(delivery.no());
            places.release();
        }
        look();
    }

    private void attempt(LedgerRepository.Waiting seen) {
        Optional<LedgerRepository.Waiting> still =
                isClosed ? Optional.empty() : ledger.waiting(seen, clock.millis());
        if (still.isEmpty()) {
            return;
        }
        LedgerRepository.Waiting delivery = still.get();
        Notice notice = delivery.notice();
        Channel channel = channels.get(delivery.channel());
        Optional<NoticeWords> words = wording.of(notice);
        if (words.isEmpty()) {
            ledger.move(
                    delivery, Ledger.Standing.over(Ledger.SUPPRESSED, "over", delivery.tries()));
        } else if (channel == null) {
            ledger.move(
                    delivery,
                    Ledger.Standing.over(Ledger.FAILED, "no such channel", delivery.tries()));
        } else if (notice instanceof Notice.Asks && !wording.isActive(notice.key())) {
            // The hub has just started and its command line is not back yet: a decision could not
            // be sent.
            again(delivery, "not running", delivery.tries(), AWAITED);
        } else {
            send(delivery, channel, words.get());
        }
    }

    private void send(LedgerRepository.Waiting delivery, Channel channel, NoticeWords words) {
        int tries = delivery.tries() + 1;
        switch (outcome(delivery, channel, words)) {
            case Channel.Outcome.Accepted _ ->
                    ledger.move(delivery, Ledger.Standing.over(Ledger.ACCEPTED, "", tries));
            case Channel.Outcome.Failed(String reason) ->
                    ledger.move(delivery, Ledger.Standing.over(Ledger.FAILED, reason, tries));
            case Channel.Outcome.Later(String reason, Optional<Duration> wish) -> {
                if (tries >= MAX_TRIES) {
                    ledger.move(delivery, Ledger.Standing.over(Ledger.FAILED, reason, tries));
                } else {
                    Duration pause =
                            firstPause.multipliedBy((long) Math.pow(GROWTH, delivery.tries()));
                    again(
                            delivery,
                            reason,
                            tries,
                            wish.filter(it -> it.compareTo(pause) > 0).orElse(pause));
                }
            }
        }
    }

    /// A channel that breaks costs a try, as one that is refused does: the row has its end.
    private static Channel.Outcome outcome(
            LedgerRepository.Waiting delivery, Channel channel, NoticeWords words) {
        try {
            return channel.send(delivery.notice().key().namespace(), delivery.target(), words);
        } catch (RuntimeException e) {
            LOG.error("the channel {} broke", channel.name(), e);
            return new Channel.Outcome.Later("broken", Optional.empty());
        }
    }

    private void again(
            LedgerRepository.Waiting delivery, String reason, int tries, Duration pause) {
        long at = clock.millis() + pause.toMillis();
        if (at > delivery.toldAt() + LIFE.toMillis()) {
            ledger.move(delivery, Ledger.Standing.over(Ledger.EXPIRED, reason, tries));
        } else {
            ledger.move(delivery, new Ledger.Standing(Ledger.WAITING, reason, tries, at));
            clockwork.after(pause, this::look);
        }
    }

    /// Begins nothing new and gives what is being sent a moment to end: what the other side has
    /// accepted and the ledger does not know would be sent twice.
    @Override
    public void close() {
        isClosed = true;
        try {
            if (!places.tryAcquire(AT_ONCE, FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
                LOG.debug("notices are still being sent while the hub stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
