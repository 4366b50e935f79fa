package hapi.cli.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.RawJson;

/// A machine as the hub answered it, the part a runner needs.
public record HubMachine(
        @JsonProperty("id") MachineId id,
        @JsonProperty("metadata") RawJson metadata,
        @JsonProperty("metadataVersion") long metadataVersion,
        @JsonProperty("runnerState") RawJson runnerState,
        @JsonProperty("runnerStateVersion") long runnerStateVersion) {
    public HubMachine {
        if (id == null) {
            throw new IllegalArgumentException("machine without an id");
        }
        metadata = metadata == null ? RawJson.NULL : metadata;
        runnerState = runnerState == null ? RawJson.NULL : runnerState;
    }
}
