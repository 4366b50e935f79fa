package hapi.hub.message;

import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person sends. `attachments` are JSON objects as the page sent them; `scheduledAt` (epoch
/// milliseconds) needs a local id; `sentFrom` is `webapp` or `telegram-bot`. Without a local id it
/// is not queued but counts as taken at once. `isSteering`: it may go into the running turn, for an
/// agent that can do so.
public record OutgoingMessage(
        String text,
        List<RawJson> attachments,
        @Nullable LocalId localId,
        @Nullable Long scheduledAt,
        String sentFrom,
        boolean isSteering) {
    public static final String WEBAPP = "webapp";

    /// The two words for the way of delivery.
    public static final String QUEUE = "queue";

    public static final String STEER = "steer";

    public OutgoingMessage {
        attachments = List.copyOf(attachments);
        if (text.isEmpty() && attachments.isEmpty()) {
            throw new IllegalArgumentException("a message needs text or attachments");
        }
        if (scheduledAt != null && localId == null) {
            throw new IllegalArgumentException("a scheduled message needs a local id");
        }
    }

    /// A prompt for now.
    public static OutgoingMessage text(String text, LocalId localId) {
        return new OutgoingMessage(text, List.of(), localId, null, WEBAPP, false);
    }
}
