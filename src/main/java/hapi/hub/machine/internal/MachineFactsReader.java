package hapi.hub.machine.internal;

import hapi.hub.machine.MachineFacts;
import hapi.hub.machine.MachineFacts.Runner;
import hapi.protocol.model.Machine;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads what a machine and its runner said of themselves. Total over any document.
final class MachineFactsReader {
    private static final String NAMES_AGENTS = "agent-availability";
    private static final int SHORT_ID = 8;

    private MachineFactsReader() {}

    static MachineFacts read(Machine machine) {
        JsonNode metadata = machine.metadata().read();
        JsonNode health = machine.health().read();
        String host = metadata.path("host").asString("");
        String id = machine.id();
        String name =
                Stream.of(metadata.path("displayName").asString(""), host)
                        .filter(it -> !it.isBlank())
                        .findFirst()
                        .orElse(id.substring(0, Math.min(SHORT_ID, id.length())));
        return new MachineFacts(
                id,
                name,
                host,
                metadata.path("platform").asString(""),
                machine.active(),
                machine.activeAt(),
                (int) number(health.path("cpuPercent")),
                (int) number(health.path("memoryPercent")),
                number(health.path("uptimeSeconds")),
                metadata.path("happyCliVersion").asString(""),
                runner(metadata));
    }

    private static long number(JsonNode node) {
        return node.isNumber() && node.asDouble() >= 0 ? Math.round(node.asDouble()) : -1;
    }

    private static Runner runner(JsonNode metadata) {
        long started = number(metadata.path("startedCliMtimeMs"));
        if (started > 0 && number(metadata.path("installedCliMtimeMs")) > started) {
            return Runner.RESTART;
        }
        boolean namesAgents =
                metadata.path("capabilities")
                        .valueStream()
                        .anyMatch(it -> it.asString("").equals(NAMES_AGENTS));
        return namesAgents ? Runner.CURRENT : Runner.OLD;
    }
}
