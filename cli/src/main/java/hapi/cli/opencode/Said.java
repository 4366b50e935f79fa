package hapi.cli.opencode;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import tools.jackson.databind.node.ObjectNode;

/// What an event of OpenCode means for the chat.
sealed interface Said {
    /// The screen works in this session now.
    record Session(String id) implements Said {}

    /// A whole hub message; `at` is epoch milliseconds, 0 if unknown.
    record Message(ObjectNode message, long at) implements Said {}

    /// `mode` is the permission mode of the turn.
    record TurnStarted(String mode) implements Said {}

    record TurnEnded() implements Said {}

    /// The screen asks; `permission` is OpenCode's name for what it asks about.
    record Asked(PermissionAsked ask, String session, String permission) implements Said {}

    /// A question has its answer, wherever it came from.
    record Answered(String askId, boolean isAllowed) implements Said {}

    /// Whatever this session asked is no longer asked.
    record NothingOpen(String session) implements Said {}
}
