package hapi.cli.hub;

import hapi.protocol.id.LocalId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Outgoing messages of one session: kept in order, in memory, until the hub has them.
///
/// With a hub that acknowledges (capability `messageAck`) a message carries its localId, stays here
/// until `{"ok":true}` and is sent again on the next connection otherwise; the hub keeps the first
/// of two equal localIds, so nothing is lost or doubled. With a published hub it is sent once while
/// connected and WITHOUT localId, since that hub would take a message with one for a waiting
/// prompt. Whatever the hub, nothing is sent while offline and the order is kept.
///
/// Bound: 20,000 messages or 64 MiB of text; beyond it [#add] waits, so the agent waits too. All
/// state is guarded by `lock`; one virtual thread sends.
final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final int MAX_MESSAGES = 20_000;
    private static final long MAX_CHARS = 64L * 1024 * 1024;
    private static final int MAX_UNANSWERED = 256;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final class Entry {
        final LocalId localId;
        final RawJson message;
        final long createdAt;
        long sentOnConnection;

        Entry(LocalId localId, RawJson message, long createdAt) {
            this.localId = localId;
            this.message = message;
            this.createdAt = createdAt;
        }
    }

    private final SessionId session;
    private final SocketClient socket;
    private final Supplier<Optional<HubHealth>> health;
    private final Consumer<LocalId> storedUserMessage;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long chars;
    private int unanswered;
    private long connection;
    private boolean online;
    private boolean closed;

    /// `storedUserMessage` is told the localId of each user message (a mirrored transcript line)
    /// once the hub has it: a hub may take one with a localId for a waiting prompt.
    Outbox(
            SessionId session,
            SocketClient socket,
            Supplier<Optional<HubHealth>> health,
            Consumer<LocalId> storedUserMessage) {
        this.session = session;
        this.socket = socket;
        this.health = health;
        this.storedUserMessage = storedUserMessage;
    }

    void start() {
        Thread.ofVirtual().name("hapi-outbox").start(this::run);
    }

    /// Adds a message; waits while the bound is reached, returns false when closed meanwhile.
    boolean add(RawJson message, long createdAtMillis) {
        Entry entry =
                new Entry(new LocalId(UUID.randomUUID().toString()), message, createdAtMillis);
        lock.lock();
        try {
            while (!closed && (entries.size() >= MAX_MESSAGES || chars >= MAX_CHARS)) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            entries.add(entry);
            chars += message.text().length();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void connected() {
        lock.lock();
        try {
            connection++;
            online = true;
            unanswered = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void disconnected() {
        lock.lock();
        try {
            online = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the hub has everything; false when that took longer.
    boolean awaitEmpty(Duration limit) {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (!entries.isEmpty() && !closed) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return entries.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything added so far is on the wire, acknowledged or not; used as the barrier
    /// before an RPC answer.
    boolean awaitSent(Duration limit) {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            @Nullable Entry last = entries.peekLast();
            while (last != null
                    && online
                    && !closed
                    && last.sentOnConnection != connection
                    && entries.contains(last)) {
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
            closed = true;
            if (!entries.isEmpty()) {
                log.warn("session={} {} messages did not reach the hub", session, entries.size());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            long asked = 0;
            boolean acknowledges = false;
            while (true) {
                Entry next = awaitNext();
                if (next == null) {
                    return;
                }
                long now = connectionNow();
                if (asked != now) {
                    // A hub may be replaced by another one between two connections.
                    Optional<HubHealth> answer = health.get();
                    if (answer.isEmpty()) {
                        pause();
                        continue;
                    }
                    acknowledges = answer.get().can(HubHealth.MESSAGE_ACK);
                    asked = now;
                }
                if (acknowledges) {
                    sendUntilAcknowledged(next, now);
                } else {
                    sendOnce(next, now);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The first message that was not sent on the present connection; null when closed.
    private @Nullable Entry awaitNext() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                if (online && unanswered < MAX_UNANSWERED) {
                    for (Entry entry : entries) {
                        if (entry.sentOnConnection != connection) {
                            return entry;
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

    private long connectionNow() {
        lock.lock();
        try {
            return connection;
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lock();
        try {
            changed.await(500, TimeUnit.MILLISECONDS);
        } finally {
            lock.unlock();
        }
    }

    private void sendOnce(Entry entry, long now) {
        if (socket.emit("message", body(entry, false))) {
            markSent(entry, now, false);
            remove(entry);
        } else {
            disconnected();
        }
    }

    private void sendUntilAcknowledged(Entry entry, long now) {
        markSent(entry, now, true);
        socket.request("message", ANSWER, body(entry, true))
                .thenAccept(answer -> answered(entry, now, answer));
    }

    private void markSent(Entry entry, long now, boolean expectsAnswer) {
        lock.lock();
        try {
            entry.sentOnConnection = now;
            if (expectsAnswer) {
                unanswered++;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void answered(Entry entry, long sentOn, AckResult answer) {
        lock.lock();
        try {
            if (sentOn == connection) {
                unanswered--;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        switch (answer) {
            case AckResult.Acked acked -> {
                JsonNode reply = acked.first().read();
                if (!reply.path("ok").asBoolean(false)) {
                    log.warn(
                            "session={} hub refused a message: {}",
                            session,
                            reply.path("error").asString("no reason"));
                }
                remove(entry);
                if (isUserMessage(entry.message)) {
                    storedUserMessage.accept(entry.localId);
                }
            }
            // Everything unanswered goes out again, in order, on the next connection.
            case AckResult.Offline _ -> {}
            case AckResult.TimedOut _ -> {
                if (sentOn == connectionNow()) {
                    socket.dropConnection("the hub did not acknowledge a message");
                }
            }
        }
    }

    private void remove(Entry entry) {
        lock.lock();
        try {
            if (entries.remove(entry)) {
                chars -= entry.message.text().length();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Looks at the keys of the envelope only, without reading its content.
    private static boolean isUserMessage(RawJson message) {
        try (JsonParser parser = Json.mapper().createParser(message.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isRole = "role".equals(parser.currentName());
                parser.nextToken();
                if (isRole) {
                    return "user".equals(parser.getString());
                }
                parser.skipChildren();
            }
            return false;
        }
    }

    private RawJson body(Entry entry, boolean withLocalId) {
        StringBuilder body =
                new StringBuilder(entry.message.text().length() + 128)
                        .append("{\"sid\":")
                        .append(Json.write(session.value()))
                        .append(",\"message\":")
                        .append(entry.message.text());
        if (withLocalId) {
            body.append(",\"localId\":").append(Json.write(entry.localId.value()));
        }
        return RawJson.trusted(
                body.append(",\"createdAt\":").append(entry.createdAt).append('}').toString());
    }
}
