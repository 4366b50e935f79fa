package hapi.protocol.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A stored message as REST and SSE show it. `seq` counts from 1 in a session; times are epoch
/// milliseconds; `invokedAt` null means still queued; `deliveryState` is `indeterminate` or absent.
public record Message(
        @JsonProperty("id") String id,
        @JsonProperty("seq") long seq,
        @JsonProperty("localId") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String localId,
        @JsonProperty("content") RawJson content,
        @JsonProperty("createdAt") long createdAt,
        @JsonProperty("invokedAt") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable Long invokedAt,
        @JsonProperty("scheduledAt") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable Long scheduledAt,
        @JsonProperty("deliveryState") @Nullable String deliveryState) {
    /// The time that places it in the timeline.
    public long positionAt() {
        return invokedAt == null ? createdAt : invokedAt;
    }

    /// Waits to be taken by the agent.
    public boolean isQueued() {
        return invokedAt == null && localId != null;
    }
}
