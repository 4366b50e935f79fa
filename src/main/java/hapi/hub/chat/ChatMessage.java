package hapi.hub.chat;

import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A stored message as the timeline needs it. Times in epoch milliseconds; `invokedAt` is null
/// while a prompt waits for its agent, `scheduledAt` is set when it waits for a time.
///
/// `id` is the identity: `seq` of a deleted row may be used again.
public record ChatMessage(
        String id,
        long seq,
        @Nullable String localId,
        RawJson content,
        long createdAt,
        @Nullable Long invokedAt,
        @Nullable Long scheduledAt,
        boolean isIndeterminate) {

    public static ChatMessage of(
            String id,
            long seq,
            @Nullable String localId,
            RawJson content,
            long createdAt,
            @Nullable Long invokedAt) {
        return new ChatMessage(id, seq, localId, content, createdAt, invokedAt, null, false);
    }
}
