package hapi.hub.message.internal;

import hapi.hub.message.PageRequest.Position;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import org.jspecify.annotations.Nullable;

/// A message as it is stored; `no` is the row's number in the table.
record MessageRow(
        long no,
        String id,
        long seq,
        String content,
        long createdAt,
        long positionAt,
        @Nullable String localId,
        @Nullable Long invokedAt,
        @Nullable Long scheduledAt,
        Delivery delivery) {
    Message message() {
        return new Message(
                id,
                seq,
                localId,
                RawJson.trusted(content),
                createdAt,
                invokedAt,
                scheduledAt,
                delivery == Delivery.QUEUED ? null : "indeterminate");
    }

    Position position() {
        return new Position(positionAt, seq);
    }

    boolean isWaiting() {
        return invokedAt == null && localId != null;
    }

    boolean isScheduledAfter(long now) {
        return scheduledAt != null && invokedAt == null && scheduledAt > now;
    }

    /// May be handed to the CLI now: waiting, not scheduled, in nobody's hands.
    boolean isImmediate() {
        return isWaiting() && scheduledAt == null && delivery == Delivery.QUEUED;
    }
}
