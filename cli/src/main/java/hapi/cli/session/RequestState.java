package hapi.cli.session;

import hapi.cli.agent.AgentEvent.PermissionGranted;
import hapi.protocol.json.Json;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Permission requests as the agent state shows them: `requests` are open, `completedRequests` are
/// not any more. Source: protocol/session-model.md.
final class RequestState {
    private static final String OPEN = "requests";
    private static final String DONE = "completedRequests";

    private final HubPort hub;
    private final Clock clock;

    RequestState(HubPort hub, Clock clock) {
        this.hub = hub;
        this.clock = clock;
    }

    /// @return completes when the hub shows it
    CompletableFuture<?> open(String id, String tool, ObjectNode input) {
        long now = clock.millis();
        return hub.updateState(state -> {
            ObjectNode request = Json.object().put("tool", tool);
            request.set("arguments", input);
            request.put("createdAt", now);
            objectAt(state, OPEN).set(id, request);
            return state;
        });
    }

    /// A call that needed nobody's word.
    void granted(PermissionGranted granted) {
        long now = clock.millis();
        hub.updateState(state -> {
            ObjectNode request = Json.object().put("tool", granted.tool());
            request.set("arguments", granted.input());
            request.put("createdAt", now).put("completedAt", now).put("status", "approved");
            request.put("decision", granted.decision());
            objectAt(state, DONE).set(granted.callId(), request);
            return state;
        });
    }

    /// An id that is not open changes nothing.
    ///
    /// @param more what else is to be said of it
    void complete(String id, String status, Consumer<ObjectNode> more) {
        hub.updateState(state -> {
            move(state, id, status, more);
            return state;
        });
    }

    /// What was said to be denied was allowed where it counts.
    void allowedAfterAll(String id, String reason) {
        hub.updateState(state -> {
            if (state.path(DONE).path(id) instanceof ObjectNode completed
                    && completed.path("status").asString("").equals("denied")) {
                completed.put("status", "approved").put("reason", reason);
            }
            return state;
        });
    }

    /// Closes those that nobody waits for.
    void cancelAllBut(Predicate<String> isWaiting, String reason) {
        hub.updateState(state -> {
            if (state.path(OPEN) instanceof ObjectNode requests) {
                List<String> left =
                        requests.propertyNames().stream().filter(isWaiting.negate()).toList();
                left.forEach(
                        id -> move(state, id, "canceled", closed -> closed.put("reason", reason)));
            }
            return state;
        });
    }

    private void move(ObjectNode state, String id, String status, Consumer<ObjectNode> more) {
        if (objectAt(state, OPEN).remove(id) instanceof ObjectNode open) {
            open.put("completedAt", clock.millis()).put("status", status);
            more.accept(open);
            objectAt(state, DONE).set(id, open);
        }
    }

    private static ObjectNode objectAt(ObjectNode parent, String key) {
        return parent.path(key) instanceof ObjectNode present ? present : parent.putObject(key);
    }
}
