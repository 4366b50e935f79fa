package hapi.hub.machine.internal;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.Shape;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What clients see of a machine's documents. Source: protocol/session-model.md section 2.
final class MachineViews {
    private static final Predicate<JsonNode> PERCENT =
            node -> node.isNumber() && node.asDouble() >= 0 && node.asDouble() <= 100;
    private static final Shape METADATA =
            new Shape("host", "platform", "happyCliVersion")
                    .with(
                            Shape.TEXT,
                            "host",
                            "platform",
                            "happyCliVersion",
                            "displayName",
                            "homeDir",
                            "happyHomeDir",
                            "happyLibDir")
                    .with(Shape.TEXTS, "workspaceRoots", "capabilities")
                    .with(Shape.NUMBER, "startedCliMtimeMs", "installedCliMtimeMs")
                    .with(Shape.FLAG, "supervisedRestart");
    private static final Shape RUNNER_STATE =
            new Shape("status")
                    .with(Shape.TEXT, "status", "shutdownSource")
                    .with(Shape.NUMBER, "pid", "httpPort", "startedAt", "shutdownRequestedAt")
                    .with(Shape.OBJECT, "capabilities")
                    .with(Shape.orNull(Shape.OBJECT), "lastSpawnError");
    private static final Shape HEALTH =
            new Shape("collectedAt")
                    .with(Shape.NUMBER, "collectedAt", "cpuCount", "load1m", "uptimeSeconds")
                    .with(PERCENT, "cpuPercent", "memoryPercent");

    private MachineViews() {}

    static RawJson metadata(String stored) {
        return METADATA.view(Json.parse(stored))
                .map(MachineViews::cleanRoots)
                .map(RawJson::of)
                .orElse(RawJson.NULL);
    }

    private static ObjectNode cleanRoots(ObjectNode metadata) {
        if (metadata.get("workspaceRoots") instanceof ArrayNode roots) {
            Set<String> clean = new LinkedHashSet<>();
            roots.forEach(root -> clean.add(root.stringValue().strip()));
            clean.remove("");
            ArrayNode array = metadata.putArray("workspaceRoots");
            clean.forEach(array::add);
        }
        return metadata;
    }

    static RawJson runnerState(String stored) {
        return RUNNER_STATE.view(Json.parse(stored)).map(RawJson::of).orElse(RawJson.NULL);
    }

    /// Strict: a key we do not know makes it null.
    static RawJson health(RawJson received) {
        JsonNode value = received.read();
        return HEALTH.view(value)
                .filter(view -> view.size() == value.size())
                .map(_ -> received)
                .orElse(RawJson.NULL);
    }
}
