package hapi.hub.machine.internal;

import hapi.hub.machine.SpawnOutcome;
import hapi.hub.rpc.RpcResult;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.MachineCalls.SpawnResult;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a runner's answer to a spawn means to a person. Source: protocol/rest.md section 5.
final class SpawnAnswers {
    /// Codes that clients have words for.
    private static final Set<String> CODES = Set.of("agent_unavailable", "outside_workspace_roots");

    private SpawnAnswers() {}

    static SpawnOutcome outcome(RpcResult<RawJson> result) {
        return switch (result) {
            case RpcResult.Ok<RawJson>(RawJson answer) -> outcome(answer.read());
            case RpcResult.Failed<RawJson>(String message) -> refused(message);
            case RpcResult.Unavailable<RawJson>(String message) ->
                    new SpawnOutcome.Unanswered(message, false);
            case RpcResult.TimedOut<RawJson>(String message) ->
                    new SpawnOutcome.Unanswered(message, true);
        };
    }

    private static SpawnOutcome outcome(JsonNode answer) {
        String sessionId = text(answer.path("sessionId"));
        String message = text(answer.path("errorMessage"));
        String directory = text(answer.path("directory"));
        String type = answer.path("type").asString("");
        if (type.equals(SpawnResult.SUCCESS) && sessionId != null) {
            return new SpawnOutcome.Started(sessionId);
        }
        if (type.equals(SpawnResult.ERROR) && message != null) {
            return new SpawnOutcome.Refused(
                    message, code(answer.path("code").asString("")), text(answer.path("agent")));
        }
        if (type.equals(SpawnResult.APPROVE_DIRECTORY) && directory != null) {
            return refused("Directory creation requires approval: " + directory);
        }
        String error = text(answer.path("error"));
        return refused(error != null ? error : "Unexpected spawn result: " + shown(answer));
    }

    private static @Nullable String code(String code) {
        return CODES.contains(code) ? code : null;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString() ? value.stringValue() : null;
    }

    private static String shown(JsonNode answer) {
        String text = answer.isString() ? answer.stringValue() : answer.toString();
        return text.length() <= 500 ? text : text.substring(0, 500);
    }

    private static SpawnOutcome refused(String message) {
        return new SpawnOutcome.Refused(message, null, null);
    }
}
