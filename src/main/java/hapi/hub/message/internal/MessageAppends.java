package hapi.hub.message.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.message.Appended;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageChanges;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionChanges;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts messages into timelines. All methods but the readers run on a lane.
final class MessageAppends implements MessageChanges {
    private static final RandomGenerator RANDOM = new SecureRandom();

    private final MessageRepository messages;
    private final Timelines timelines;
    private final ScheduledRows scheduled;
    private final SessionChanges sessions;

    MessageAppends(
            MessageRepository messages,
            Timelines timelines,
            ScheduledRows scheduled,
            SessionChanges sessions) {
        this.messages = messages;
        this.timelines = timelines;
        this.scheduled = scheduled;
        this.sessions = sessions;
    }

    Appended receive(
            UnitOfWork work,
            SessionKey key,
            IncomingMessage message,
            MessageReading reading,
            Origin origin) {
        if (reading.isRedundant()) {
            return new Appended.Dropped();
        }
        Optional<Timeline> timeline = timelines.find(key);
        if (timeline.isEmpty() || !sessions.exists(key)) {
            return new Appended.Gone();
        }
        Optional<Appended> known = known(work, key, message.localId(), origin);
        if (known.isPresent()) {
            return known.get();
        }
        reading.reasoningId().ifPresent(id -> messages.deleteLiveReasoning(key, id));
        long createdAt = createdAt(message.createdAt(), work.nowMillis());
        boolean isQueued = message.localId() != null && !reading.isSaid();
        MessageRow row =
                insert(
                        work,
                        key,
                        timeline.get(),
                        reading.content(),
                        createdAt,
                        message.localId(),
                        isQueued ? null : Long.valueOf(timeline.get().placeOfSaid(createdAt)),
                        null);
        if (reading.isUserText()) {
            sessions.touch(work, key, work.nowMillis(), origin);
        }
        if (reading.isConversation()) {
            sessions.conversationStarted(work, key, origin);
        }
        reading.todos().ifPresent(todos -> sessions.todos(work, key, todos, createdAt, origin));
        sessions.tasks(work, key, reading.tasks(), createdAt, origin);
        sessions.team(work, key, reading.team(), createdAt, origin);
        work.publish(origin, new HubEvent.MessageAppended(key, row.message(), false));
        return new Appended.Stored(row.message(), false);
    }

    /// The origin's time, but never later than now.
    private static long createdAt(@Nullable Double given, long now) {
        return given == null || !Double.isFinite(given) || given < 0
                ? now
                : Math.min(now, given.longValue());
    }

    private Optional<Appended> known(
            UnitOfWork work, SessionKey key, @Nullable LocalId localId, Origin origin) {
        if (localId == null) {
            return Optional.empty();
        }
        Optional<MessageRow> known = messages.findByLocalId(key, localId.value());
        known.ifPresent(row ->
                work.publish(origin, new HubEvent.MessageAppended(key, row.message(), true)));
        return known.map(row -> new Appended.Stored(row.message(), true));
    }

    private MessageRow insert(
            UnitOfWork work,
            SessionKey key,
            Timeline timeline,
            RawJson content,
            long createdAt,
            @Nullable LocalId localId,
            @Nullable Long invokedAt,
            @Nullable Long scheduledAt) {
        MessageRow row =
                new MessageRow(
                        0,
                        newId(work.nowMillis()),
                        timeline.lastSeq() + 1,
                        content.text(),
                        createdAt,
                        invokedAt == null ? createdAt : invokedAt,
                        localId == null ? null : localId.value(),
                        invokedAt,
                        scheduledAt,
                        Delivery.QUEUED);
        messages.insert(key, timeline, row);
        timelines.put(key, timeline, timeline.appended(row.position(), row.isWaiting()));
        scheduled.added(key, row);
        return row;
    }

    /// A UUID that starts with the time, so that new rows go to the end of the id's index.
    private static String newId(long now) {
        long high = now << 16 | 0x7000 | RANDOM.nextInt(0x1000);
        long low = RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    @Override
    public Appended send(UnitOfWork work, SessionKey key, OutgoingMessage message, Origin origin) {
        return send(work, key, message, content(message), origin);
    }

    Appended send(
            UnitOfWork work,
            SessionKey key,
            OutgoingMessage message,
            RawJson content,
            Origin origin) {
        Optional<Timeline> timeline = timelines.find(key);
        if (timeline.isEmpty() || !sessions.exists(key)) {
            return new Appended.Gone();
        }
        long now = work.nowMillis();
        Optional<Appended> known = known(work, key, message.localId(), origin);
        if (known.isPresent()) {
            if (known.get() instanceof Appended.Stored(Message row, boolean _)
                    && row.isQueued()
                    && row.scheduledAt() == null) {
                underWay(work, key, now, origin);
            }
            return known.get();
        }
        MessageRow row =
                insert(
                        work,
                        key,
                        timeline.get(),
                        content,
                        now,
                        message.localId(),
                        message.localId() == null ? Long.valueOf(now) : null,
                        message.scheduledAt());
        sessions.touch(work, key, now, origin);
        sessions.conversationStarted(work, key, origin);
        work.publish(origin, new HubEvent.MessageAppended(key, row.message(), false));
        if (!row.isScheduledAfter(now)) {
            underWay(work, key, now, origin);
        }
        return new Appended.Stored(row.message(), false);
    }

    private void underWay(UnitOfWork work, SessionKey key, long now, Origin origin) {
        sessions.promptSent(work, key, origin);
        sessions.touch(work, key, now, origin);
    }

    static RawJson content(OutgoingMessage message) {
        ObjectNode body = Json.object().put("type", "text").put("text", message.text());
        if (!message.attachments().isEmpty()) {
            ArrayNode attachments = body.putArray("attachments");
            message.attachments().forEach(attachment -> attachments.add(attachment.read()));
        }
        ObjectNode content = Json.object().put("role", "user");
        content.set("content", body);
        content.putObject("meta")
                .put("sentFrom", message.sentFrom())
                .put(
                        "deliveryMode",
                        message.isSteering() ? OutgoingMessage.STEER : OutgoingMessage.QUEUE);
        return RawJson.of(content);
    }
}
