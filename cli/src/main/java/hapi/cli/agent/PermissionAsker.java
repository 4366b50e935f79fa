package hapi.cli.agent;

import java.util.Optional;

/// Who asked whether it may and waits for the answer: a headless agent, or an agent's own screen
/// that shows the same question on the terminal.
public interface PermissionAsker {
    /// Answers a question asked with [AgentEvent.PermissionAsked]; does not wait for the agent.
    /// `askId` is the question's own id; `note` is there when a person decided. Unknown, withdrawn
    /// and answered ids are ignored.
    void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note);
}
