package hapi.cli.agent;

import java.util.List;

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

        void turnStarted(String permissionMode);

        void turnEnded();

        void ended(int exitCode);
    }

    /// Exit codes of a program that was told to end: SIGINT, SIGKILL, SIGTERM.
    List<Integer> STOPPED = List.of(130, 137, 143);
}
