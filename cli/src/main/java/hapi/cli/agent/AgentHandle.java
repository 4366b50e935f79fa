package hapi.cli.agent;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A running agent. Methods may be called from any thread and do not wait for the agent.
public interface AgentHandle extends PermissionAsker, AutoCloseable {
    /// Gives the agent one prompt. The caller sends the next one after [AgentEvent.TurnEnded].
    void prompt(String text);

    /// Puts words into the running turn, as if they had been typed meanwhile. The future says
    /// whether the agent has them; false when it takes none, also when no turn runs any more: then
    /// they can be given as a prompt, and are not yet.
    default CompletableFuture<Boolean> steer(String text) {
        return CompletableFuture.completedFuture(false);
    }

    /// `note`, if there is one, travels with the call's result.
    @Override
    void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note);

    /// Asks the agent to stop its turn. The future says whether the agent agreed; it fails or stays
    /// open when the agent does not answer, so the caller sets its own limit.
    CompletableFuture<Boolean> interrupt();

    /// Changes a setting of the running agent, from its next turn on at the latest; false when this
    /// agent cannot change it without a restart, or refuses: then it is restarted with it before
    /// the next prompt. Service tier and collaboration mode are no part of a launch and come this
    /// way right after the start when they are set.
    CompletableFuture<Boolean> set(AgentSetting setting);

    boolean isAlive();

    /// Ends the process: input closed, then the tree is told to end, then killed. Returns at once;
    /// [AgentEvent.Exited] says when it is over.
    @Override
    void close();
}
