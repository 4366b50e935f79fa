package hapi.cli.hub;

import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings the entries of an [Outbox] to the hub, in their order, on one virtual thread.
///
/// With a hub that acknowledges (capability `messageAck`) a message carries its localId and every
/// entry stays in the outbox until `{"ok":true}` after commit; what was not acknowledged is sent
/// again on the next connection. The hub keeps the first of two equal localIds and a prompt is
/// taken once, so nothing is lost or doubled. With a published hub a message carries NO localId,
/// since that hub would take one with it for a waiting prompt, but its id inside; an entry stays
/// until a [PingBarrier] is behind it. After a cut, and when a former process left something, new
/// entries wait until a [ReadBack] has told which of the sent ones are there.
///
/// A published hub orders messages by the time they carry, and taken prompts by its own clock. So a
/// message goes there without its time, which makes the hub use its clock for it too, unless it had
/// to wait and came about after everything that got its place by the hub's clock.
final class OutboxSender {
    private static final Logger log = LoggerFactory.getLogger(OutboxSender.class);
    private static final int MAX_UNANSWERED = 256;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);
    private static final long FRESH_MILLIS = 2_000;

    private enum Kind {
        UNKNOWN,
        ACKNOWLEDGING,
        PUBLISHED
    }

    private final SessionId session;
    private final Outbox outbox;
    private final SocketClient socket;
    private final HubRest rest;
    private final ReadBack readBack;
    private final PingBarrier barrier;
    private final InstantSource clock;

    /// Of the present connection.
    private final AtomicInteger unanswered = new AtomicInteger();

    /// What is doubtful may have come to a hub without its localId.
    private boolean wasUnmarked = true;

    private long knownConnection;
    private Kind kind = Kind.UNKNOWN;
    private long placedByHubAt;

    OutboxSender(
            SessionId session,
            Outbox outbox,
            SocketClient socket,
            HubRest rest,
            InstantSource clock) {
        this.session = session;
        this.outbox = outbox;
        this.socket = socket;
        this.rest = rest;
        this.readBack = new ReadBack(session, rest);
        this.barrier = new PingBarrier(socket, new Handled());
        this.clock = clock;
        // A former process may have had some of what it left placed by the hub's clock.
        this.placedByHubAt = outbox.doubtful().isEmpty() ? 0 : clock.millis();
    }

    /// Ends by itself when the outbox is closed.
    void start() {
        Thread.ofVirtual().name("hapi-outbox").start(this::run);
    }

    private void run() {
        try {
            while (outbox.awaitDue(this::maySend) instanceof Outbox.Due due) {
                if (knownConnection != due.connection()) {
                    // A hub may be replaced by another one between two connections.
                    kind = ask();
                    if (kind == Kind.UNKNOWN || !isSettled()) {
                        outbox.pause(ASK_AGAIN);
                        continue;
                    }
                    unanswered.set(0);
                    knownConnection = due.connection();
                    wasUnmarked = kind == Kind.PUBLISHED;
                    // What was found to be there is due no more.
                    continue;
                }
                if (kind == Kind.ACKNOWLEDGING) {
                    sendUntilAcknowledged(due);
                } else {
                    sendBeforeBarrier(due);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean maySend() {
        return knownConnection != outbox.connection() || unanswered.get() < MAX_UNANSWERED;
    }

    private Kind ask() {
        return switch (rest.health()) {
            case HubAnswer.Ok<HubHealth>(HubHealth known) ->
                    known.can(HubHealth.MESSAGE_ACK) ? Kind.ACKNOWLEDGING : Kind.PUBLISHED;
            // A hub without the route is an old one.
            case HubAnswer.Failed<HubHealth>(HubFailure failure) ->
                    failure instanceof HubFailure.Refused refused && refused.status() == 404
                            ? Kind.PUBLISHED
                            : Kind.UNKNOWN;
        };
    }

    /// Takes out what the hub has of the entries that were sent before; false when it could not be
    /// asked. A hub that keeps the first of two equal localIds need not be.
    private boolean isSettled() {
        List<Outbox.Entry> doubtful = outbox.doubtful();
        if (doubtful.isEmpty() || (kind == Kind.ACKNOWLEDGING && !wasUnmarked)) {
            return true;
        }
        // What a former connection still had in the hub's hands is done before this is answered.
        if (!(socket.request("ping", ANSWER).join() instanceof AckResult.Acked)) {
            return false;
        }
        Optional<List<Outbox.Entry>> handled = readBack.handled(doubtful);
        handled.ifPresent(entries -> {
            log.info(
                    "session={} of {} sent entries the hub has {}",
                    session,
                    doubtful.size(),
                    entries.size());
            entries.forEach(outbox::remove);
        });
        return handled.isPresent();
    }

    private void sendBeforeBarrier(Outbox.Due due) {
        outbox.sending(due);
        boolean carriesItsTime =
                due.entry().outgoing() instanceof Outgoing.Said said && isOlderThanItsPlace(said);
        if (!carriesItsTime) {
            placedByHubAt = clock.millis();
        }
        if (socket.emit(event(due), body(due))) {
            unanswered.incrementAndGet();
            barrier.sent(due.entry(), due.connection());
        }
        outbox.sent(due);
    }

    private final class Handled implements PingBarrier.Use {
        @Override
        public void handled(Outbox.Entry entry) {
            unanswered.decrementAndGet();
            outbox.remove(entry);
        }

        @Override
        public void silent() {
            socket.dropConnection("the hub did not answer a ping");
        }
    }

    private void sendUntilAcknowledged(Outbox.Due due) {
        unanswered.incrementAndGet();
        outbox.sending(due);
        socket.request(event(due), ANSWER, body(due)).thenAccept(answer -> answered(due, answer));
        outbox.sent(due);
    }

    private void answered(Outbox.Due due, AckResult answer) {
        boolean isPresent = due.connection() == outbox.connection();
        if (isPresent) {
            unanswered.decrementAndGet();
        }
        switch (answer) {
            case AckResult.Acked acked -> {
                JsonNode reply = acked.first().read();
                if (!reply.path("ok").asBoolean(false)) {
                    log.warn(
                            "session={} hub refused a {}: {}",
                            session,
                            event(due),
                            reply.path("reason").asString("no reason"));
                }
                outbox.remove(due.entry());
            }
            // Everything unanswered goes out again, in order, on the next connection.
            case AckResult.Offline _ -> outbox.wake();
            case AckResult.TimedOut _ -> {
                if (isPresent) {
                    socket.dropConnection("the hub did not acknowledge a " + event(due));
                }
            }
        }
    }

    private static String event(Outbox.Due due) {
        return switch (due.entry().outgoing()) {
            case Outgoing.Said _ -> "message";
            case Outgoing.Taken _ -> "messages-consumed";
        };
    }

    private RawJson body(Outbox.Due due) {
        return switch (due.entry().outgoing()) {
            case Outgoing.Said said -> message(said);
            case Outgoing.Taken taken -> {
                ObjectNode body = Json.object().put("sid", session.value());
                body.set("localIds", Json.tree(taken.localIds()));
                if (taken.isFirst()) {
                    body.put("clearQueuedThinkingGrace", true);
                }
                yield RawJson.of(body);
            }
        };
    }

    private RawJson message(Outgoing.Said said) {
        StringBuilder body =
                new StringBuilder(said.message().text().length() + 256)
                        .append("{\"sid\":")
                        .append(Json.write(session.value()))
                        .append(",\"message\":")
                        .append(
                                kind == Kind.ACKNOWLEDGING
                                        ? said.message().text()
                                        : ReadBack.marked(said));
        if (kind == Kind.ACKNOWLEDGING) {
            body.append(",\"localId\":").append(Json.write(said.localId().value()));
        }
        if (kind == Kind.ACKNOWLEDGING || isOlderThanItsPlace(said)) {
            body.append(",\"createdAt\":").append(said.createdAt());
        }
        return RawJson.trusted(body.append('}').toString());
    }

    private boolean isOlderThanItsPlace(Outgoing.Said said) {
        return said.createdAt() > placedByHubAt && clock.millis() - said.createdAt() > FRESH_MILLIS;
    }
}
