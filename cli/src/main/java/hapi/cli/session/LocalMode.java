package hapi.cli.session;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.LocalAgent;
import hapi.cli.agent.LocalAgent.Run;
import hapi.cli.agent.PermissionAsker;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The terminal is in control: the agent's own screen runs there and the hub only watches. Used on
/// the session's thread only.
final class LocalMode {
    private static final String LEFT = "The screen in the terminal has ended";

    /// The screen asks only what its own permission mode leaves open.
    private static final String SCREEN_DECIDES = "default";

    private final Session session;
    private final @Nullable LocalAgent agent;
    private final PermissionBridge permissions;
    private volatile @Nullable Run run;

    /// @param agent null when there is no such screen
    LocalMode(Session session, @Nullable LocalAgent agent, PermissionBridge permissions) {
        this.session = session;
        this.agent = agent;
        this.permissions = permissions;
    }

    boolean isPossible() {
        return agent != null;
    }

    /// Starts the agent's screen; `ended` gets its exit code, `failed` the reason it did not start.
    void enter(IntConsumer ended, Consumer<String> failed) {
        session.feed().holdBack(true);
        try {
            Run started =
                    Objects.requireNonNull(agent)
                            .start(session.launch(PromptShape.PLAIN), new Mirror(ended));
            run = started;
            // Who left the screen shall not sit before a terminal that waits for the hub.
            started.onGone(() -> session.feed().holdBack(false));
        } catch (AgentStartException e) {
            failed.accept(e.getMessage());
        }
    }

    /// Takes the terminal back; `ended` follows. Open questions are cancelled first: the agent
    /// notes them as refused, so that its conversation can go on.
    void end(String reason) {
        permissions.cancelAll(reason);
        session.feed().holdBack(false);
        Optional.ofNullable(run).ifPresent(Run::end);
    }

    /// For a process that is ending; from any thread.
    void endAndWait() {
        session.feed().holdBack(false);
        Optional.ofNullable(run).ifPresent(Run::endAndWait);
    }

    private final class Mirror implements LocalAgent.Listener {
        private final IntConsumer onEnd;

        Mirror(IntConsumer onEnd) {
            this.onEnd = onEnd;
        }

        /// The transcript's reader waits with the hub; the terminal goes on beside it.
        private void post(Runnable task) {
            session.feed().post(0, task);
        }

        @Override
        public void session(String agentSessionId) {
            post(() -> session.agentSession(agentSessionId));
        }

        @Override
        public void message(ObjectNode message, long createdAt) {
            post(() -> {
                if (message.path("role").asString("").equals("user")) {
                    session.title().propose(message.path("content").path("text").asString(""));
                }
                session.chat().message(message, createdAt);
            });
        }

        @Override
        public void turnStarted() {
            post(() -> session.thinking(true));
        }

        @Override
        public void chosen(AgentSetting setting) {
            post(() -> {
                TurnSettings now = session.settings().with(setting, session.flavor());
                if (!now.equals(session.settings())) {
                    session.settings(now);
                }
            });
        }

        @Override
        public void turnEnded() {
            post(() -> {
                session.thinking(false);
                session.chat().ready();
            });
        }

        @Override
        public void asked(PermissionAsked ask, PermissionAsker asker) {
            post(() -> permissions.asked(ask, asker, SCREEN_DECIDES));
        }

        @Override
        public void answeredOnTerminal(PermissionAsked ask, Optional<Boolean> isAllowed) {
            post(() -> permissions.answeredOnTerminal(ask, isAllowed));
        }

        @Override
        public void ended(int exitCode) {
            post(() -> {
                run = null;
                permissions.cancelAll(LEFT);
                onEnd.accept(exitCode);
            });
        }
    }
}
