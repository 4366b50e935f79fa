package hapi.cli.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.id.LocalId;
import hapi.protocol.id.MessageId;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A stored message as the hub sends it, over REST or in an `update`. `id` is absent from very old
/// hubs; `invokedAt` (epoch milliseconds) only comes over REST.
record HubMessage(
        @JsonProperty("id") @Nullable MessageId id,
        @JsonProperty("seq") long seq,
        @JsonProperty("localId") @Nullable LocalId localId,
        @JsonProperty("content") RawJson content,
        @JsonProperty("createdAt") long createdAt,
        @JsonProperty("invokedAt") @Nullable Long invokedAt) {
    HubMessage {
        content = content == null ? RawJson.NULL : content;
    }
}
