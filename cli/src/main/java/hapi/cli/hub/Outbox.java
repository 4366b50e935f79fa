package hapi.cli.hub;

import hapi.protocol.id.LocalId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one session still has to tell the hub: messages and reports of taken prompts, in one order,
/// in memory and in the session's journal, until [OutboxSender] removes them. It begins with what a
/// former process of the session left. What was sent on a connection that ended is due again on the
/// next one.
///
/// Bound: 20,000 entries or 64 MiB of text; beyond it [#awaitRoom] waits, at twice of it [#add]
/// does. All state is guarded by `lock`.
final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final int MAX_ENTRIES = 20_000;
    private static final long MAX_CHARS = 64L * 1024 * 1024;

    /// One waiting thing, and the number of the connection it was last sent on.
    static final class Entry {
        private final DeliveryJournal.Kept kept;
        private boolean isDoubtful;
        private long sentOn;

        private Entry(DeliveryJournal.Kept kept, boolean isDoubtful) {
            this.kept = kept;
            this.isDoubtful = isDoubtful;
        }

        Outgoing outgoing() {
            return kept.outgoing();
        }

        /// A message number of the session that is below its own.
        long afterSeq() {
            return kept.afterSeq();
        }
    }

    /// An entry that is to be sent on this connection.
    record Due(Entry entry, long connection) {}

    private final SessionId session;
    private final DeliveryJournal journal;
    private final int maxEntries;
    private final AtomicLong highestSeq = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long nextNumber;
    private long chars;
    private long connection;
    private boolean isOnline;
    private boolean isClosed;

    Outbox(SessionId session, DeliveryJournal journal) {
        this(session, journal, MAX_ENTRIES);
    }

    Outbox(SessionId session, DeliveryJournal journal, int maxEntries) {
        this.session = session;
        this.journal = journal;
        this.maxEntries = maxEntries;
        for (DeliveryJournal.Kept kept : journal.outgoing()) {
            entries.add(new Entry(kept, true));
            chars += kept.outgoing().chars();
            nextNumber = Math.max(nextNumber, kept.number() + 1);
        }
    }

    /// The hub has a message with this number: what is added from now on comes behind it.
    void seen(long seq) {
        highestSeq.accumulateAndGet(seq, Math::max);
    }

    /// Adds a message; false when closed.
    boolean add(RawJson message, long createdAtMillis) {
        LocalId localId = new LocalId(UUID.randomUUID().toString());
        lock.lock();
        try {
            while (!isClosed && isFull(2)) {
                changed.awaitUninterruptibly();
            }
            return put(new Outgoing.Said(localId, message, createdAtMillis));
        } finally {
            lock.unlock();
        }
    }

    /// Adds the report that these prompts were taken; those whose report waits already are passed
    /// over. Never waits: prompts are few.
    void taken(List<LocalId> localIds, boolean isFirst) {
        lock.lock();
        try {
            List<LocalId> unreported = localIds.stream().filter(id -> !isReporting(id)).toList();
            if (!unreported.isEmpty()) {
                put(new Outgoing.Taken(unreported, isFirst));
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isReporting(LocalId localId) {
        for (Entry entry : entries) {
            if (entry.outgoing() instanceof Outgoing.Taken taken
                    && taken.localIds().contains(localId)) {
                return true;
            }
        }
        return false;
    }

    private boolean put(Outgoing outgoing) {
        if (isClosed) {
            return false;
        }
        var kept = new DeliveryJournal.Kept(nextNumber++, outgoing, highestSeq.get());
        journal.added(kept);
        entries.add(new Entry(kept, false));
        chars += outgoing.chars();
        changed.signalAll();
        return true;
    }

    private boolean isFull(int times) {
        return entries.size() >= times * maxEntries || chars >= times * MAX_CHARS;
    }

    /// Waits while the bound is reached; false when that took longer.
    boolean awaitRoom(Duration limit) {
        return await(limit, () -> !isFull(1));
    }

    void connected() {
        lock.lock();
        try {
            connection++;
            isOnline = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void disconnected() {
        lock.lock();
        try {
            isOnline = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the hub has everything; false when that took longer.
    boolean awaitEmpty(Duration limit) {
        return await(limit, entries::isEmpty) && size() == 0;
    }

    /// Waits until everything added so far is on the wire, acknowledged or not; true also when
    /// there is no connection. Used as the barrier before an RPC answer.
    boolean awaitSent(Duration limit) {
        lock.lock();
        try {
            @Nullable Entry last = entries.peekLast();
            return await(
                    limit,
                    () ->
                            last == null
                                    || !isOnline
                                    || last.sentOn == connection
                                    || !entries.contains(last));
        } finally {
            lock.unlock();
        }
    }

    /// True when the condition holds or the outbox was closed, false when that took longer.
    private boolean await(Duration limit, BooleanSupplier condition) {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (!isClosed && !condition.getAsBoolean()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the first entry that was not sent on the present connection, while `maySend`
    /// holds; null when closed. The sender says with [#wake] that `maySend` may have changed.
    @Nullable Due awaitDue(BooleanSupplier maySend) throws InterruptedException {
        lock.lock();
        try {
            while (!isClosed) {
                if (isOnline && maySend.getAsBoolean()) {
                    for (Entry entry : entries) {
                        if (entry.sentOn != connection) {
                            return new Due(entry, connection);
                        }
                    }
                }
                changed.await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a change, at most this long.
    void pause(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            changed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            lock.unlock();
        }
    }

    /// The number of the present or the last connection, from 1.
    long connection() {
        lock.lock();
        try {
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /// The entry is about to be sent: from now on the hub may have it.
    void sending(Due due) {
        lock.lock();
        try {
            due.entry().isDoubtful = true;
        } finally {
            lock.unlock();
        }
    }

    /// The entry is on the wire: what is sent from now on comes behind it.
    void sent(Due due) {
        lock.lock();
        try {
            due.entry().sentOn = due.connection();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Entries that the hub may have: sent before, by this process or a former one.
    List<Entry> doubtful() {
        lock.lock();
        try {
            return entries.stream().filter(entry -> entry.isDoubtful).toList();
        } finally {
            lock.unlock();
        }
    }

    /// The hub has it, or will never take it.
    void remove(Entry entry) {
        lock.lock();
        try {
            if (entries.remove(entry)) {
                chars -= entry.outgoing().chars();
                journal.removed(entry.kept.number());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            isClosed = true;
            if (!entries.isEmpty()) {
                log.warn("session={} {} messages wait for the next start", session, entries.size());
            }
            journal.close();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
