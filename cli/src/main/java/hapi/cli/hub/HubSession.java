package hapi.cli.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A session as the hub answered it, the part a process needs. The two documents stay as received.
public record HubSession(
        @JsonProperty("id") SessionId id,
        @JsonProperty("active") boolean active,
        @JsonProperty("metadata") RawJson metadata,
        @JsonProperty("metadataVersion") long metadataVersion,
        @JsonProperty("agentState") RawJson agentState,
        @JsonProperty("agentStateVersion") long agentStateVersion,
        @JsonProperty("model") @Nullable String model,
        @JsonProperty("effort") @Nullable String effort,
        @JsonProperty("permissionMode") @Nullable String permissionMode) {
    public HubSession {
        if (id == null) {
            throw new IllegalArgumentException("session without an id");
        }
        metadata = metadata == null ? RawJson.NULL : metadata;
        agentState = agentState == null ? RawJson.NULL : agentState;
    }
}
