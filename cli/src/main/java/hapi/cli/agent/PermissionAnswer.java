package hapi.cli.agent;

import tools.jackson.databind.node.ObjectNode;

/// What an agent is told about a tool call it asked for.
public sealed interface PermissionAnswer {
    /// Do it, with this input: the asked one, or the asked one plus answers. `forSession`: and
    /// calls like it for the rest of the session, as far as the agent keeps such a rule itself.
    record Allow(ObjectNode input, boolean forSession) implements PermissionAnswer {}

    /// Do not do it. `message` is what the agent reads; `stopTurn` also ends the turn.
    record Deny(String message, boolean stopTurn) implements PermissionAnswer {}
}
