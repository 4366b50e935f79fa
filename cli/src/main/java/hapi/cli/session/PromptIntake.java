package hapi.cli.session;

import hapi.cli.agent.AgentLaunch.PromptShape;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Brings prompts from the connection's thread into the session's queue. What a prompt does not say
/// about its process is as the prompt before it wanted.
final class PromptIntake implements HubPort.PromptIntake {
    private final Session session;
    private final Predicate<String> isOnItsWay;
    private final Runnable onAdded;
    private PromptShape shape = PromptShape.PLAIN;

    /// @param isOnItsWay whether the agent gets the prompt of this local id right now
    /// @param onAdded called on the session's thread after each prompt
    PromptIntake(Session session, Predicate<String> isOnItsWay, Runnable onAdded) {
        this.session = session;
        this.isOnItsWay = isOnItsWay;
        this.onAdded = onAdded;
    }

    @Override
    public void prompt(String localId, ObjectNode message) {
        session.thread().post(() -> accept(localId, message));
    }

    @Override
    public HubPort.Withdrawal withdraw(String localId) {
        return session.thread()
                .call(() ->
                        isOnItsWay.test(localId)
                                ? HubPort.Withdrawal.CONSUMED
                                : session.queue().withdraw(localId));
    }

    private void accept(String localId, ObjectNode message) {
        Prompt prompt = Prompt.read(localId, message, shape);
        if (prompt == null) {
            return;
        }
        shape = prompt.shape();
        List<String> dropped = session.queue().add(prompt);
        session.hub().consumed(dropped);
        session.hub().given(dropped);
        onAdded.run();
    }
}
