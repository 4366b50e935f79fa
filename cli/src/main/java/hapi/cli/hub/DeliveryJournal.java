package hapi.cli.hub;

import hapi.protocol.id.LocalId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one session has on its way, on disk, so that the next process of the session goes on with
/// it: messages and reports that the hub does not have yet, prompts that were taken but not given
/// to the agent, and the ids of prompts that were taken.
///
/// Written before anything is sent; a killed process loses nothing. Forced to the disk at most
/// every 100 ms by a thread of its own, which is what a power failure can take. When the disk fails
/// it is said once and the session goes on in memory. May be called by any thread.
final class DeliveryJournal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeliveryJournal.class);
    private static final int REMEMBERED = 4096;
    private static final long COMPACT_BYTES = 1024 * 1024;
    private static final long FORCE_MILLIS = 100;
    private static final int LOCK_ATTEMPTS = 100;
    private static final long LOCK_PAUSE_MILLIS = 100;

    /// An entry that waits for the hub. `afterSeq` is the highest message number that was known
    /// when it was made: its own is above.
    record Kept(long number, Outgoing outgoing, long afterSeq) {}

    private final SessionId session;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final Map<Long, Kept> outgoing = new LinkedHashMap<>();
    private final Map<LocalId, Prompt> unfinished = new LinkedHashMap<>();
    private final SequencedSet<LocalId> consumed = new LinkedHashSet<>();
    private OutboxFolder.@Nullable Held held;
    private @Nullable RecordLog file;
    private long liveBytes;
    private boolean isForced = true;

    private DeliveryJournal(SessionId session) {
        this.session = session;
    }

    /// One that keeps nothing.
    static DeliveryJournal inMemory(SessionId session) {
        return new DeliveryJournal(session);
    }

    /// The journal of a session that goes on. Waits ten seconds for another process that is just
    /// sending what is left; then, and when the disk fails, it keeps nothing.
    static DeliveryJournal open(OutboxFolder folder, SessionId session) {
        try {
            for (int i = 0; i < LOCK_ATTEMPTS; i++) {
                Optional<DeliveryJournal> journal = tryOpen(folder, session);
                if (journal.isPresent()) {
                    return journal.get();
                }
                TimeUnit.MILLISECONDS.sleep(LOCK_PAUSE_MILLIS);
            }
            log.warn("session={} another process runs it: messages wait in memory only", session);
        } catch (IOException e) {
            log.warn("session={} messages wait in memory only: {}", session, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return inMemory(session);
    }

    /// The same without waiting; empty when another process has it.
    static Optional<DeliveryJournal> tryOpen(OutboxFolder folder, SessionId session)
            throws IOException {
        Optional<OutboxFolder.Held> held = folder.tryLock(session);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        DeliveryJournal journal = new DeliveryJournal(session);
        try {
            journal.held = held.get();
            journal.file = RecordLog.open(folder.log(session), journal::replay);
        } catch (IOException e) {
            held.get().close();
            throw e;
        }
        Thread.ofVirtual().name("hapi-outbox-disk").start(journal::forceWritten);
        return Optional.of(journal);
    }

    /// What the hub does not have yet, oldest first.
    List<Kept> outgoing() {
        return locked(() -> List.copyOf(outgoing.values()));
    }

    /// Prompts that a former process took and never gave to the agent, oldest first.
    List<Prompt> unfinished() {
        return locked(() -> List.copyOf(unfinished.values()));
    }

    /// Prompts that were taken, oldest first.
    List<LocalId> consumed() {
        return locked(() -> List.copyOf(consumed));
    }

    void added(Kept kept) {
        locked(() -> {
            outgoing.put(kept.number(), kept);
            return append(JournalRecords.of(kept));
        });
    }

    /// The hub has it, or will never take it.
    void removed(long number) {
        locked(() -> {
            if (outgoing.remove(number) == null) {
                return false;
            }
            append(JournalRecords.removed(number));
            return compactIfDue();
        });
    }

    /// The session takes these prompts for the agent.
    void taken(Collection<Prompt> prompts) {
        locked(() -> {
            for (Prompt prompt : prompts) {
                LocalId id = prompt.localId();
                if (id != null) {
                    unfinished.put(id, prompt);
                    remember(id);
                    append(JournalRecords.taken(prompt));
                }
            }
            return true;
        });
    }

    /// The agent has these prompts, or need not have them.
    void given(Collection<LocalId> localIds) {
        locked(() -> {
            List<LocalId> known = localIds.stream().filter(unfinished::containsKey).toList();
            known.forEach(unfinished::remove);
            return known.isEmpty() || append(JournalRecords.given(known));
        });
    }

    /// Removes everything that is on its way.
    void discard() {
        locked(() -> {
            outgoing.clear();
            unfinished.clear();
            return true;
        });
        close();
    }

    /// Lets go of the files, which are removed when nothing is on its way any more.
    @Override
    public void close() {
        locked(() -> {
            RecordLog open = file;
            OutboxFolder.Held lockFile = held;
            file = null;
            held = null;
            written.signalAll();
            if (open == null || lockFile == null) {
                return false;
            }
            try (open;
                    lockFile) {
                if (outgoing.isEmpty() && unfinished.isEmpty()) {
                    lockFile.remove(open.path());
                } else {
                    open.force();
                }
            } catch (IOException e) {
                log.warn("session={} outbox file: {}", session, e.toString());
            }
            return true;
        });
    }

    private void replay(byte[] bytes) {
        try {
            switch (JournalRecords.read(bytes)) {
                case JournalRecords.Added(Kept kept) -> outgoing.put(kept.number(), kept);
                case JournalRecords.Removed(long number) -> outgoing.remove(number);
                case JournalRecords.Taken(Prompt prompt, LocalId id) -> {
                    unfinished.put(id, prompt);
                    remember(id);
                }
                case JournalRecords.Given(List<LocalId> ids) -> ids.forEach(unfinished::remove);
                case JournalRecords.Consumed(List<LocalId> ids) -> ids.forEach(this::remember);
                case JournalRecords.Unknown _ -> log.warn("session={} unknown record", session);
            }
        } catch (JsonSyntaxException | IllegalArgumentException e) {
            log.warn("session={} unreadable record: {}", session, e.getMessage());
        }
    }

    private void remember(LocalId id) {
        consumed.remove(id);
        consumed.addLast(id);
        if (consumed.size() > REMEMBERED) {
            consumed.removeFirst();
        }
    }

    private boolean append(byte[] record) {
        RecordLog open = file;
        if (open == null) {
            return false;
        }
        try {
            open.append(record);
            isForced = false;
            written.signalAll();
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    /// More than half of the file, and more than a megabyte, is of no use any more.
    private boolean compactIfDue() {
        RecordLog open = file;
        if (open == null || open.size() < COMPACT_BYTES || open.size() < 2 * liveBytes) {
            return false;
        }
        List<byte[]> live = new ArrayList<>();
        live.add(JournalRecords.consumed(List.copyOf(consumed)));
        unfinished.values().forEach(prompt -> live.add(JournalRecords.taken(prompt)));
        outgoing.values().forEach(kept -> live.add(JournalRecords.of(kept)));
        try {
            open.replaceBy(live);
            liveBytes = open.size();
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    private void fail(IOException e) {
        log.warn("session={} messages wait in memory only now: {}", session, e.toString());
        RecordLog broken = file;
        file = null;
        written.signalAll();
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (IOException again) {
            log.debug("session={} {}", session, again.toString());
        }
    }

    private void forceWritten() {
        lock.lock();
        try {
            while (file != null) {
                if (isForced) {
                    written.await();
                    continue;
                }
                RecordLog open = file;
                isForced = true;
                lock.unlock();
                try {
                    open.force();
                    TimeUnit.MILLISECONDS.sleep(FORCE_MILLIS);
                } catch (IOException e) {
                    log.debug("session={} not forced: {}", session, e.toString());
                } finally {
                    lock.lock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
