package hapi.cli.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A session as a list shows it; absent texts are empty. `updatedAt` is epoch milliseconds.
///
/// @param machine its name while it is online, else its id
/// @param requests ids of open requests, oldest first; a hub lists at most five
public record SessionRow(
        String id,
        State state,
        String agent,
        String machine,
        String folder,
        String title,
        long updatedAt,
        int requestCount,
        List<String> requests) {
    public enum State {
        /// Waits for a decision.
        ASKS,
        WORKING,
        IDLE,
        INACTIVE,
        ARCHIVED
    }

    public SessionRow {
        requests = List.copyOf(requests);
    }

    public boolean isActive() {
        return state.compareTo(State.INACTIVE) < 0;
    }

    static SessionRow read(JsonNode node, Map<String, String> machines) {
        JsonNode metadata = node.path("metadata");
        List<String> requests = new ArrayList<>();
        node.path("pendingRequests").forEach(it -> requests.add(it.path("id").asString("")));
        int count = node.path("pendingRequestsCount").asInt(requests.size());
        String machineId = metadata.path("machineId").asString("");
        return new SessionRow(
                node.path("id").asString(""),
                state(node, count),
                metadata.path("flavor").asString(""),
                machines.getOrDefault(machineId, machineId),
                metadata.path("path").asString(""),
                title(metadata),
                node.path("updatedAt").asLong(0),
                count,
                requests);
    }

    private static State state(JsonNode node, int requests) {
        if (!node.path("active").asBoolean(false)) {
            String lifecycle = node.path("metadata").path("lifecycleState").asString("");
            return lifecycle.equals("archived") ? State.ARCHIVED : State.INACTIVE;
        }
        if (requests > 0) {
            return State.ASKS;
        }
        return node.path("thinking").asBoolean(false) ? State.WORKING : State.IDLE;
    }

    private static String title(JsonNode metadata) {
        String name = metadata.path("name").asString("");
        return name.isEmpty() ? metadata.path("summary").path("text").asString("") : name;
    }
}
