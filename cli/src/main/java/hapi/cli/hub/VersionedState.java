package hapi.cli.hub;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One document that this process and the hub both write (metadata, agent state, runner state),
/// kept by optimistic locking. Changes are functions of the present value, applied in the order of
/// the calls, one update in flight, retried across reconnects.
///
/// A change may run more than once: on a conflict it is applied again to the hub's value, at most
/// five times, and it is applied again when a connection ended before the answer came. So it sets
/// keys and never counts. It gets its own copy and may change it in place. Unknown keys survive.
///
/// What waits is guarded by `lock`; the worker is one virtual thread.
public final class VersionedState {
    private static final Logger log = LoggerFactory.getLogger(VersionedState.class);
    private static final int MAX_CONFLICTS = 5;
    private static final int MAX_ERRORS = 5;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /// Event, the key of the owner's id, and the key of the value: `update-state`, `sid`,
    /// `agentState`.
    record Wire(String event, String idKey, String id, String valueKey) {}

    private record Pending(UnaryOperator<ObjectNode> change, CompletableFuture<ObjectNode> done) {}

    private final Wire wire;
    private final SocketClient socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Pending> queue = new ArrayDeque<>();
    private final ConfirmedDocument document;
    private long submitted;
    private long settled;
    private boolean closed;

    VersionedState(Wire wire, SocketClient socket, RawJson value, long version) {
        this.wire = wire;
        this.socket = socket;
        this.document = new ConfirmedDocument(version, value.read());
    }

    void start() {
        Thread.ofVirtual().name("hapi-" + wire.event()).start(this::run);
    }

    /// The value the hub last confirmed, a copy; an empty object when there is none.
    public ObjectNode current() {
        return document.now().copy();
    }

    public long version() {
        return document.now().version();
    }

    /// Changes the document. Returns at once; the future gives the value the hub confirmed, or
    /// fails with [UpdateRefused] when the hub refuses it for good or the process closes before.
    public CompletableFuture<ObjectNode> update(UnaryOperator<ObjectNode> change) {
        CompletableFuture<ObjectNode> done = new CompletableFuture<>();
        lock.lock();
        try {
            if (closed) {
                done.completeExceptionally(new UpdateRefused("closed"));
                return done;
            }
            queue.add(new Pending(change, done));
            submitted++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return done;
    }

    /// Waits until every change submitted before the call is confirmed or refused. False when that
    /// took longer.
    public boolean awaitSettled(Duration limit) {
        lock.lock();
        try {
            long goal = submitted;
            long nanos = limit.toNanos();
            while (settled < goal && !closed) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return settled >= goal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// What an `update` brings of this document: `{"version":..,"value":..}`; anything else is no
    /// change.
    void adopt(JsonNode versioned) {
        if (versioned.isObject()) {
            document.adopt(versioned.path("version").asLong(), versioned.path("value"));
        }
    }

    void connected() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        List<Pending> left;
        lock.lock();
        try {
            closed = true;
            left = new ArrayList<>(queue);
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(pending -> pending.done().completeExceptionally(new UpdateRefused("closed")));
    }

    private void run() {
        try {
            List<Pending> batch = takeBatch();
            while (!batch.isEmpty()) {
                write(batch);
                batch = takeBatch();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// All waiting changes, which then travel as one update; empty when closed.
    private List<Pending> takeBatch() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                changed.await();
            }
            List<Pending> batch = new ArrayList<>(queue);
            queue.clear();
            return closed ? List.of() : batch;
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Pending> batch) throws InterruptedException {
        int conflicts = 0;
        int errors = 0;
        while (true) {
            ConfirmedDocument.Snapshot confirmed = document.now();
            ObjectNode before = confirmed.copy();
            List<Pending> applied = new ArrayList<>();
            ObjectNode after = apply(batch, before.deepCopy(), applied);
            if (after.equals(before)) {
                finish(batch, applied, before, null);
                return;
            }
            if (!awaitConnected()) {
                finish(batch, List.of(), before, new UpdateRefused("closed"));
                return;
            }
            AckResult answer =
                    socket.request(wire.event(), ANSWER, body(confirmed.version(), after)).join();
            if (!(answer instanceof AckResult.Acked acked)) {
                continue; // Offline or no answer: the next round waits for a connection.
            }
            JsonNode reply = acked.first().read();
            switch (reply.path("result").asString("")) {
                case "success" -> {
                    document.adopt(reply.path("version").asLong(), stored(reply, after));
                    finish(batch, applied, current(), null);
                    return;
                }
                case "version-mismatch" -> {
                    document.replace(reply.path("version").asLong(), reply.path(wire.valueKey()));
                    if (++conflicts > MAX_CONFLICTS) {
                        finish(batch, List.of(), before, new UpdateRefused("too many conflicts"));
                        return;
                    }
                }
                default -> {
                    String reason = reply.path("reason").asString("");
                    if (!reason.isEmpty() || ++errors > MAX_ERRORS) {
                        String said = reason.isEmpty() ? "error" : reason;
                        log.warn("{} was refused: {}", wire.event(), said);
                        finish(batch, List.of(), before, new UpdateRefused(said));
                        return;
                    }
                    pause(Duration.ofMillis(250L * errors));
                }
            }
        }
    }

    /// A hub that does not echo the value stored what we sent.
    private JsonNode stored(JsonNode reply, ObjectNode sent) {
        JsonNode echoed = reply.get(wire.valueKey());
        return echoed == null ? sent : echoed;
    }

    private static ObjectNode apply(List<Pending> batch, ObjectNode value, List<Pending> applied) {
        ObjectNode next = value;
        for (Pending pending : batch) {
            if (pending.done().isCompletedExceptionally()) {
                continue;
            }
            ObjectNode before = next.deepCopy();
            try {
                next = pending.change().apply(next);
                applied.add(pending);
            } catch (RuntimeException e) {
                // The caller's mistake goes to the caller's future, not to the other changes.
                next = before;
                pending.done().completeExceptionally(e);
            }
        }
        return next;
    }

    private RawJson body(long expected, ObjectNode after) {
        return RawJson.of(
                Json.object()
                        .put(wire.idKey(), wire.id())
                        .put("expectedVersion", expected)
                        .set(wire.valueKey(), after));
    }

    private void finish(
            List<Pending> batch,
            List<Pending> applied,
            ObjectNode result,
            @Nullable UpdateRefused refusal) {
        for (Pending pending : batch) {
            if (refusal != null) {
                pending.done().completeExceptionally(refusal);
            } else if (applied.contains(pending)) {
                pending.done().complete(result.deepCopy());
            }
        }
        lock.lock();
        try {
            settled += batch.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitConnected() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && !socket.isConnected()) {
                // The signal of connect may come before the socket says so: look again soon.
                changed.await(200, TimeUnit.MILLISECONDS);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (nanos > 0 && !closed) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
