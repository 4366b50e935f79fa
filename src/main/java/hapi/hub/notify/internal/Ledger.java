package hapi.hub.notify.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.notify.Asking;
import hapi.hub.notify.Notice;
import hapi.hub.notify.NoticeWords;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.store.TxRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was told, and what came of it: a row for every notice and one for each channel and target
/// of it, which ends in exactly one state. Blocks until stored.
///
/// Each request of a notice has a row of its own, so a hub that starts anew knows which of the open
/// ones were told.
final class Ledger {
    static final String WAITING = "waiting";
    static final String ACCEPTED = "accepted";
    static final String SUPPRESSED = "suppressed";
    static final String FAILED = "failed";
    static final String EXPIRED = "expired";
    static final Duration KEPT = Duration.ofDays(30);

    private static final Origin SYSTEM = new Origin.System();

    private final Lanes lanes;
    private final TxRunner store;
    private final LedgerRepository rows;

    Ledger(Lanes lanes, TxRunner store, LedgerRepository rows) {
        this.lanes = lanes;
        this.store = store;
        this.rows = rows;
    }

    /// One channel and target of a notice; `target` is empty for a channel that has none or does
    /// not need one.
    record Line(String channel, String target, String state, String reason) {}

    /// What became of a delivery after so many tries. `dueAt`, epoch milliseconds, counts for one
    /// that waits.
    record Standing(String state, String reason, int tries, long dueAt) {
        static Standing over(String state, String reason, int tries) {
            return new Standing(state, reason, tries, 0);
        }
    }

    /// What of the notice was never told; empty when all of it was.
    Optional<Notice> untold(Notice notice) {
        return store.read(() -> {
            SessionKey key = notice.key();
            if (!(notice instanceof Notice.Asks asks)) {
                return rows.isKnown(key, notice.subject())
                        ? Optional.<Notice>empty()
                        : Optional.of(notice);
            }
            List<Asking> all = new ArrayList<>(asks.others());
            all.addFirst(asks.first());
            all.removeIf(asking -> rows.isKnown(key, Notice.Asks.subject(asking)));
            return all.isEmpty()
                    ? Optional.<Notice>empty()
                    : Optional.of(new Notice.Asks(key, all.getFirst(), all.subList(1, all.size())));
        });
    }

    /// Writes the notice with its lines, and shows the toast on the screens that are looked at. All
    /// of it or, when it was told before, nothing.
    void record(Notice notice, List<Line> lines, Optional<NoticeWords> toast) {
        SessionKey key = notice.key();
        lanes.call(
                key,
                work -> {
                    if (!rows.insert(key, notice, work.nowMillis())) {
                        return false;
                    }
                    for (Line line : lines) {
                        rows.insertDelivery(key, notice.subject(), line, work.nowMillis());
                    }
                    if (notice instanceof Notice.Asks asks) {
                        for (Asking other : asks.others()) {
                            Notice told = new Notice.Asks(key, other, List.of());
                            rows.insert(key, told, work.nowMillis());
                            for (Line line : lines) {
                                Line together =
                                        new Line(line.channel(), "", SUPPRESSED, "together");
                                rows.insertDelivery(
                                        key, told.subject(), together, work.nowMillis());
                            }
                        }
                    }
                    toast.ifPresent(words ->
                            work.publish(
                                    SYSTEM,
                                    new HubEvent.Noticed(
                                            key.namespace(),
                                            notice.kind(),
                                            words.title(),
                                            words.body(),
                                            words.sessionId(),
                                            words.url())));
                    return true;
                });
    }

    /// The deliveries whose time has come, oldest first, of each target `each` at most.
    List<LedgerRepository.Waiting> due(long now, int each, int limit) {
        return store.read(() -> rows.due(now, each, limit));
    }

    /// The delivery as it is now; empty when it does not wait any more or its time has not come.
    Optional<LedgerRepository.Waiting> waiting(LedgerRepository.Waiting seen, long now) {
        return store.read(() -> rows.find(seen.notice().key().namespace(), seen.no(), now));
    }

    void move(LedgerRepository.Waiting delivery, Standing to) {
        Namespace namespace = delivery.notice().key().namespace();
        lanes.call(
                namespace,
                work -> {
                    rows.move(namespace, delivery.no(), to, work.nowMillis());
                    return true;
                });
    }

    void forgetOld() {
        lanes.callForAll(work -> {
            rows.deleteBefore(work.nowMillis() - KEPT.toMillis());
            return true;
        });
    }
}
