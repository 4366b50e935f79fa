package hapi.hub.machine.internal;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a machine says of itself when it registers, laid over what is stored of it. Neither a
/// version nor a time changes by that. Read before the lane, applied on it.
record RegisteredAgain(
        RawJson metadata, JsonNode metadataTree, RawJson runnerState, JsonNode runnerTree) {
    /// Metadata keys that a runner speaks for: what it does not repeat is no longer so.
    private static final List<String> OF_RUNNER =
            List.of(
                    "capabilities",
                    "supervisedRestart",
                    "startedCliMtimeMs",
                    "installedCliMtimeMs");

    static RegisteredAgain with(RawJson metadata, RawJson runnerState) {
        return new RegisteredAgain(metadata, metadata.read(), runnerState, runnerState.read());
    }

    MachineRow over(MachineRow row) {
        return withRunnerState(withMetadata(row));
    }

    private MachineRow withMetadata(MachineRow row) {
        JsonNode stored = Json.parse(row.metadata());
        JsonNode merged = metadataTree;
        if (stored.isObject() && metadataTree.isObject()) {
            ObjectNode both = ((ObjectNode) stored).deepCopy();
            if (!runnerTree.isNull()) {
                OF_RUNNER.forEach(both::remove);
            }
            both.setAll((ObjectNode) metadataTree);
            merged = both;
        }
        if (merged.equals(stored)) {
            return row;
        }
        String text = merged == metadataTree ? metadata.text() : Json.write(merged);
        return row.withMetadata(text, row.updatedAt());
    }

    /// A runner state is kept but for its capabilities, which are those of now.
    private MachineRow withRunnerState(MachineRow row) {
        JsonNode stored = Json.parse(row.runnerState());
        if (stored.isNull() && !runnerTree.isNull()) {
            return row.withRunnerState(runnerState.text(), row.updatedAt());
        }
        if (stored.isObject()
                && runnerTree.has("capabilities")
                && !runnerTree.get("capabilities").equals(stored.get("capabilities"))) {
            ObjectNode changed = ((ObjectNode) stored).deepCopy();
            changed.set("capabilities", runnerTree.get("capabilities"));
            return row.withRunnerState(Json.write(changed), row.updatedAt());
        }
        return row;
    }
}
