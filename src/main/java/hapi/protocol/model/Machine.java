package hapi.protocol.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.json.RawJson;

/// A machine as REST and SSE show it. Times are epoch milliseconds; `metadata`, `runnerState` and
/// `health` are JSON null when absent or not of their schema.
public record Machine(
        @JsonProperty("id") String id,
        @JsonProperty("namespace") String namespace,
        @JsonProperty("seq") long seq,
        @JsonProperty("createdAt") long createdAt,
        @JsonProperty("updatedAt") long updatedAt,
        @JsonProperty("active") boolean active,
        @JsonProperty("activeAt") long activeAt,
        @JsonProperty("metadata") RawJson metadata,
        @JsonProperty("metadataVersion") long metadataVersion,
        @JsonProperty("runnerState") RawJson runnerState,
        @JsonProperty("runnerStateVersion") long runnerStateVersion,
        @JsonProperty("health") RawJson health) {}
