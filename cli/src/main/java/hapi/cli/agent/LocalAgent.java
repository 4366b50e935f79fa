package hapi.cli.agent;

import java.util.List;
import java.util.Optional;

/// An agent's own interactive program on this terminal.
public interface LocalAgent {
    /// Starts it with the terminal as its input and output.
    ///
    /// @throws AgentStartException when the program is missing or cannot be started
    Run start(AgentLaunch launch, Listener listener) throws AgentStartException;

    interface Run {
        /// Asks it to end, kills its tree when it does not. Returns at once.
        void end();

        /// As [#end], and waits until it is gone.
        void endAndWait();

        /// Does this on some thread as soon as its process is gone, maybe before its last messages
        /// were told.
        void onGone(Runnable action);
    }

    /// Called on one thread, in order; `ended` is the last call and comes after every message.
    interface Listener {
        /// It works in this session of its own now.
        void session(String agentSessionId);

        /// Something was said on the terminal: a whole hub message with role and content.
        /// `createdAt` is epoch milliseconds, 0 if unknown.
        void message(tools.jackson.databind.node.ObjectNode message, long createdAt);

        void turnStarted();

        /// A person set this on its screen.
        void chosen(AgentSetting setting);

        void turnEnded();

        /// It asks whether it may. The person at the terminal sees the same question and may be
        /// faster than the answer.
        void asked(AgentEvent.PermissionAsked ask, PermissionAsker asker);

        /// A question was answered on the terminal, maybe after it was answered here: the terminal
        /// holds. `isAllowed` is empty when all that is known is that it is gone.
        void answeredOnTerminal(AgentEvent.PermissionAsked ask, Optional<Boolean> isAllowed);

        void ended(int exitCode);
    }

    /// Exit codes of a program that was told to end: SIGINT, SIGKILL, SIGTERM.
    List<Integer> STOPPED = List.of(130, 137, 143);
}
