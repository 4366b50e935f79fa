package hapi.hub.notify.internal;

import hapi.hub.events.Delivery;
import hapi.hub.events.EventSpine;
import hapi.hub.events.Published;
import hapi.hub.notify.Channel;
import hapi.hub.notify.Notice;
import hapi.hub.notify.NoticePolicy;
import hapi.hub.notify.NoticePolicy.Fact;
import hapi.hub.notify.NoticePolicy.Memory;
import hapi.hub.notify.NoticeWords;
import hapi.hub.notify.Screens;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Hears what happens, asks the policy what of it is told, and puts that into the ledger, from
/// where it is sent. `lock` guards the memories; nothing waits while it is held.
///
/// A slow ledger drops the oldest events: a notice that is late by minutes is worse than none.
final class NoticeDispatcher implements AutoCloseable {
    private final EventSpine spine;
    private final FactReading reading;
    private final NoticeWording wording;
    private final Ledger ledger;
    private final List<Channel> channels;
    private final List<Screens> screens;
    private final NoticeSender sender;
    private final Clockwork clockwork;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionKey, Memory> memories = new HashMap<>();
    private EventSpine.@Nullable Subscription subscription;

    NoticeDispatcher(
            EventSpine spine,
            FactReading reading,
            NoticeWording wording,
            Ledger ledger,
            List<Channel> channels,
            List<Screens> screens,
            NoticeSender sender,
            Clockwork clockwork,
            Clock clock) {
        this.spine = spine;
        this.reading = reading;
        this.wording = wording;
        this.ledger = ledger;
        this.channels = List.copyOf(channels);
        this.screens = List.copyOf(screens);
        this.sender = sender;
        this.clockwork = clockwork;
        this.clock = clock;
    }

    void start() {
        subscription =
                spine.subscribeAll(
                        FactReading::isOfInterest, EventSpine.Overflow.DROP_OLDEST, this::hear);
    }

    private void hear(Delivery delivery) {
        // After a gap of its own nothing needs to be done: each event brings the whole of what is
        // open.
        if (delivery instanceof Delivery.Live(List<Published> events)) {
            for (Published published : events) {
                reading.read(published).ifPresent(this::judge);
            }
        }
    }

    private void judge(Fact fact) {
        List<Notice> notices;
        lock.lock();
        try {
            Optional<Memory> memory = Optional.ofNullable(memories.get(fact.key()));
            long now = clock.millis();
            NoticePolicy.Outcome outcome = NoticePolicy.of(fact, memory, now);
            outcome.memory()
                    .ifPresentOrElse(
                            kept -> memories.put(fact.key(), kept),
                            () -> memories.remove(fact.key()));
            outcome.wakeAt()
                    .ifPresent(at ->
                            clockwork.after(
                                    Duration.ofMillis(Math.max(0, at - now)),
                                    () -> judge(new Fact.Woken(fact.key()))));
            notices = outcome.notices();
        } finally {
            lock.unlock();
        }
        for (Notice notice : notices) {
            clockwork.after(Duration.ZERO, () -> tell(notice));
        }
    }

    private void tell(Notice notice) {
        ledger.untold(notice)
                .ifPresent(untold -> {
                    boolean isOver =
                            !(untold instanceof Notice.Ended) && !wording.isActive(untold.key());
                    Optional<NoticeWords> words = isOver ? Optional.empty() : wording.of(untold);
                    boolean isWatched = words.isPresent() && isWatched(untold.key().namespace());
                    List<Ledger.Line> lines = lines(untold, words.isPresent(), isWatched);
                    ledger.record(untold, lines, isWatched ? words : Optional.empty());
                    if (lines.stream().anyMatch(line -> line.state().equals(Ledger.WAITING))) {
                        sender.look();
                    }
                });
    }

    private List<Ledger.Line> lines(Notice notice, boolean isSayable, boolean isWatched) {
        List<Ledger.Line> lines = new ArrayList<>();
        for (Channel channel : channels) {
            if (!isSayable) {
                lines.add(new Ledger.Line(channel.name(), "", Ledger.SUPPRESSED, "over"));
            } else if (isWatched && channel.yieldsToScreens()) {
                lines.add(new Ledger.Line(channel.name(), "", Ledger.SUPPRESSED, "watched"));
            } else {
                List<String> targets = channel.targets(notice.key().namespace());
                for (String target : targets) {
                    lines.add(new Ledger.Line(channel.name(), target, Ledger.WAITING, ""));
                }
                if (targets.isEmpty()) {
                    lines.add(new Ledger.Line(channel.name(), "", Ledger.SUPPRESSED, "nobody"));
                }
            }
        }
        return lines;
    }

    private boolean isWatched(Namespace namespace) {
        return screens.stream().anyMatch(it -> it.isWatched(namespace));
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
        }
    }
}
