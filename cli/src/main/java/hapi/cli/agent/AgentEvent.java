package hapi.cli.agent;

import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What an agent may say, whatever its family.
public sealed interface AgentEvent {
    /// The agent has a session of its own. Sent again when that session changes.
    record Started(String agentSessionId, List<String> tools, List<String> slashCommands)
            implements AgentEvent {
        public Started {
            tools = List.copyOf(tools);
            slashCommands = List.copyOf(slashCommands);
        }
    }

    /// Something for the chat: the `content` of a hub message with role agent. `createdAt` is epoch
    /// milliseconds. `startedCalls` are the tool calls it begins on the main chain, `endedCalls`
    /// those it brings results for.
    record Content(
            RawJson content,
            long createdAt,
            Set<String> startedCalls,
            Set<String> endedCalls,
            Optional<String> line)
            implements AgentEvent {
        public Content {
            startedCalls = Set.copyOf(startedCalls);
            endedCalls = Set.copyOf(endedCalls);
        }
    }

    /// The agent wants to know whether it may. `askId` names the question, `callId` the tool call,
    /// if the agent says which.
    record PermissionAsked(String askId, @Nullable String callId, String tool, ObjectNode input)
            implements AgentEvent {}

    /// The agent asked and its driver answered yes by itself, by the permission mode or because the
    /// call is HAPI's own tool. Nobody is asked; the session records it. `decision` is `approved`
    /// or `approved_for_session`.
    record PermissionGranted(String callId, String tool, ObjectNode input, String decision)
            implements AgentEvent {}

    /// The agent no longer wants to know.
    record PermissionWithdrawn(String askId) implements AgentEvent {}

    /// The agent says which permission mode it is in, by itself or after a change.
    record ModeReported(String mode) implements AgentEvent {}

    /// A turn is over.
    record TurnEnded(TurnOutcome outcome) implements AgentEvent {}

    /// The process is gone; nothing follows. `lastWords` is the end of its error output.
    record Exited(int code, String lastWords) implements AgentEvent {}

    /// A line the backend has no name for; kept so that it can be logged, never fatal.
    record Unknown(RawJson raw) implements AgentEvent {}

    enum TurnOutcome {
        COMPLETED,
        INTERRUPTED,
        FAILED
    }
}
