package hapi.cli.hub;

import hapi.protocol.id.LocalId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The life of the prompts that people send to one session: they arrive (live, again, or fetched
/// after a pause), are taken by the agent, taken back or given again by the person.
///
/// May be called from any thread; `lock` guards the inbox and is held while its listener is called.
final class IncomingPrompts {
    private static final Logger log = LoggerFactory.getLogger(IncomingPrompts.class);

    private final SessionId session;
    private final HubRest rest;
    private final Outbox outbox;
    private final DeliveryJournal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final PromptInbox inbox = new PromptInbox();
    private boolean wasConnected;

    IncomingPrompts(SessionId session, HubRest rest, Outbox outbox, DeliveryJournal journal) {
        this.session = session;
        this.rest = rest;
        this.outbox = outbox;
        this.journal = journal;
        inbox.markConsumed(journal.consumed());
        journal.unfinished().forEach(inbox::goOn);
    }

    void listen(PromptListener listener) {
        lock.lock();
        try {
            inbox.listen(listener);
        } finally {
            lock.unlock();
        }
    }

    void consumed(Collection<Prompt> taken) {
        List<LocalId> localIds =
                taken.stream().map(Prompt::localId).filter(Objects::nonNull).toList();
        if (localIds.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            inbox.markConsumed(localIds);
        } finally {
            lock.unlock();
        }
        journal.taken(taken);
        outbox.taken(localIds, true);
    }

    void given(Collection<LocalId> localIds) {
        journal.given(localIds);
    }

    /// On the reader thread, after the first `session-alive` was sent. The hub now sends again what
    /// waits, and what it stored while there was no connection is fetched; a prompt that is written
    /// at this moment may come before both. So prompts are held back until all is there, and then
    /// given in the order of their numbers.
    void connected(CompletableFuture<AckResult> sentAgain) {
        boolean isBack = wasConnected;
        wasConnected = true;
        long hold;
        lock.lock();
        try {
            hold = inbox.hold();
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual()
                .name("hapi-backfill")
                .start(() -> {
                    if (isBack) {
                        backfill();
                    }
                    sentAgain.join();
                    lock.lock();
                    try {
                        inbox.release(hold);
                    } finally {
                        lock.unlock();
                    }
                });
    }

    /// A message of the hub as it is on the wire; anything else is logged and dropped.
    void arrived(JsonNode message) {
        read(message).ifPresent(this::receive);
    }

    /// The answer to who wants a waiting prompt back.
    RawJson cancel(JsonNode body) {
        PromptListener.Taken taken;
        lock.lock();
        try {
            taken = inbox.takeBack(textOf(body, "messageId"), localIdOf(body));
        } finally {
            lock.unlock();
        }
        return RawJson.of(
                Json.object()
                        .put("removed", taken == PromptListener.Taken.REMOVED)
                        .put("inFlight", taken == PromptListener.Taken.IN_FLIGHT)
                        .put("indeterminate", taken == PromptListener.Taken.INDETERMINATE)
                        .put("consumed", taken == PromptListener.Taken.CONSUMED));
    }

    /// The answer to who gives a prompt again that was lost track of.
    RawJson retry(JsonNode body) {
        Optional<HubMessage> message = read(body.path("message"));
        boolean accepted = false;
        boolean consumed;
        lock.lock();
        try {
            consumed = inbox.isConsumed(localIdOf(body));
            if (message.isPresent() && !consumed) {
                accepted = inbox.retry(message.get());
            }
        } finally {
            lock.unlock();
        }
        ObjectNode answer = Json.object().put("removed", false).put("accepted", accepted);
        if (consumed) {
            answer.put("consumed", true);
        }
        return RawJson.of(answer);
    }

    private Optional<HubMessage> read(JsonNode node) {
        if (!node.isObject()) {
            log.warn("session={} update without a message", session);
            return Optional.empty();
        }
        try {
            return Optional.of(Json.convert(node, HubMessage.class));
        } catch (JsonSyntaxException e) {
            log.warn("session={} unreadable message: {}", session, e.getMessage());
            return Optional.empty();
        }
    }

    private void receive(HubMessage message) {
        outbox.seen(message.seq());
        boolean alreadyConsumed;
        lock.lock();
        try {
            alreadyConsumed = inbox.isConsumed(message.localId());
            inbox.offer(message);
        } finally {
            lock.unlock();
        }
        if (alreadyConsumed && message.localId() != null) {
            // The hub does not know it, or did not know it yet when it sent this.
            outbox.taken(List.of(message.localId()), false);
        }
    }

    private static @Nullable String textOf(JsonNode body, String key) {
        JsonNode node = body.path(key);
        return node.isString() ? node.stringValue() : null;
    }

    private static @Nullable LocalId localIdOf(JsonNode body) {
        String text = textOf(body, "localId");
        return text == null || text.isEmpty() || text.length() > 256 ? null : new LocalId(text);
    }

    /// Fetches page by page.
    private void backfill() {
        long cursor;
        lock.lock();
        try {
            cursor = inbox.highestSeq();
        } finally {
            lock.unlock();
        }
        if (cursor == 0) {
            return;
        }
        while (true) {
            HubAnswer<List<HubMessage>> answer = rest.messages(session, cursor);
            if (!(answer instanceof HubAnswer.Ok<List<HubMessage>>(List<HubMessage> page))) {
                log.warn("session={} backfill failed, the next connect tries again", session);
                return;
            }
            long highest = cursor;
            for (HubMessage message : page) {
                highest = Math.max(highest, message.seq());
                receive(message);
            }
            if (page.size() < HubRest.PAGE || highest == cursor) {
                return;
            }
            cursor = highest;
        }
    }
}
