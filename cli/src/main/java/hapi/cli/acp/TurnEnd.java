package hapi.cli.acp;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentEvent.TurnOutcome;
import hapi.cli.jsonrpc.JsonRpcException;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the answer to a prompt means for the turn, and what a person must be told of it. Pure.
final class TurnEnd {
    private TurnEnd() {}

    /// Everything that is to say when the last prompt of a turn was answered, or failed.
    static List<AgentEvent> all(
            String label,
            @Nullable JsonNode answer,
            @Nullable Throwable error,
            Transcript transcript) {
        List<AgentEvent> events =
                new ArrayList<>(transcript.endTurn(answer == null ? Json.object() : answer));
        events.addAll(
                answer == null ? failed(label, error, transcript) : of(label, answer, transcript));
        return events;
    }

    static List<AgentEvent> of(String label, JsonNode answer, Transcript transcript) {
        String stop = ToolCard.text(answer, "stopReason");
        return switch (stop) {
            case "cancelled" -> List.of(new AgentEvent.TurnEnded(TurnOutcome.INTERRUPTED));
            case "max_tokens", "max_turn_requests", "refusal" ->
                    List.of(
                            transcript.note(
                                    "%s stopped: %s".formatted(label, stop.replace('_', ' '))),
                            new AgentEvent.TurnEnded(TurnOutcome.COMPLETED));
            default -> List.of(new AgentEvent.TurnEnded(TurnOutcome.COMPLETED));
        };
    }

    static List<AgentEvent> failed(String label, @Nullable Throwable error, Transcript transcript) {
        String why =
                error instanceof JsonRpcException refused
                        ? Handshake.words(refused)
                        : String.valueOf(error);
        return List.of(
                transcript.failure("%s prompt failed: %s".formatted(label, why)),
                new AgentEvent.TurnEnded(TurnOutcome.FAILED));
    }
}
