package hapi.cli.session;

import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.LocalAgent;
import hapi.cli.tui.RemoteTerminal;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.SessionCalls.AppliedSettings;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import hapi.protocol.rpc.SessionCalls.SteerResult;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session from start to end: local mode and remote mode take turns as often as one likes; the
/// queue, the settings and the agent's own session survive each change.
///
/// Everything happens on the session's thread; [#run] waits for the end. Source: agents/claude.md
/// section 2.
public final class SessionLoop {
    private static final Logger log = LoggerFactory.getLogger(SessionLoop.class);
    private static final String SWITCHED = "Session switched to local mode";
    private static final String TAKEN_OVER = "Session switched to remote mode";
    private static final String ENDED = "Session ended";

    private final Session session;
    private final RemoteMode remote;
    private final LocalMode local;
    private final PermissionBridge permissions;
    private final RemoteTerminal terminal;
    private final boolean isRemoteFirst;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Asked asked = new Asked();
    private State state = State.STARTING;

    /// LEAVING states wait for a child process to be gone.
    private enum State {
        STARTING,
        LOCAL,
        LEAVING_LOCAL,
        REMOTE,
        LEAVING_REMOTE,
        ENDED
    }

    /// What a session is made of. `isRemoteFirst`: it begins under the hub's control, and a local
    /// agent that fails gives control back to the hub instead of ending the session. `localAgent`
    /// is null when the agent has no screen of its own: then the session stays under the hub's
    /// control and a terminal shows the remote screen.
    public record Parts(
            HubPort hub,
            Clock clock,
            FlavorSpec flavor,
            AgentLaunch plan,
            AgentBackend backend,
            @Nullable LocalAgent localAgent,
            BiPredicate<AgentLaunch, String> isResumable,
            RemoteTerminal terminal,
            boolean isRemoteFirst) {}

    public SessionLoop(Parts parts) {
        this.session = new Session(parts, new SessionThread());
        this.permissions =
                new PermissionBridge(parts.hub(), parts.clock(), parts.flavor(), parts.terminal());
        this.remote = new RemoteMode(session, parts.backend(), permissions);
        this.local = new LocalMode(session, parts.localAgent(), permissions);
        this.terminal = parts.terminal();
        this.isRemoteFirst = parts.isRemoteFirst() || !local.isPossible();
    }

    /// Runs the session to its end and returns the exit code of the command.
    public int run() throws InterruptedException {
        session.thread().post(this::start);
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the session failed", e.getCause());
        } finally {
            session.thread().close();
        }
    }

    /// Ends the session in order from outside, e.g. on SIGTERM; waits until the agent is gone, the
    /// terminal is restored and the hub knows. From any thread but the session's; idempotent.
    public void terminate(String archiveReason) {
        session.thread().post(() -> end(new HubPort.End("terminated", archiveReason), 0));
        try {
            exit.get(12, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("the session did not end in order: {}", e.getMessage());
        } finally {
            local.endAndWait();
            terminal.close();
        }
    }

    /// Changes the title, as the agent asks for with its tool.
    public void changeTitle(String title) {
        session.thread().post(() -> session.changeTitle(title));
    }

    private void start() {
        SessionMethods.offer(session.hub(), session.thread(), asked);
        permissions.cancelLeftovers();
        session.announceResumed();
        session.hub()
                .onPrompts(
                        new PromptIntake(session, remote.steering()::isOnItsWay, this::prompted));
        if (isRemoteFirst) {
            enterRemote();
        } else {
            enterLocal();
        }
    }

    /// Prompts that wait go first: then the agent's screen is not even started.
    private void enterLocal() {
        if (!session.queue().isEmpty()) {
            enterRemote();
            return;
        }
        state = State.LOCAL;
        session.control(true);
        terminal.lend();
        local.enter(
                this::localEnded,
                reason -> {
                    session.chat()
                            .note("Local %s process failed: %s".formatted(session.label(), reason));
                    terminal.say(reason);
                    localFailed(1, reason);
                });
    }

    private void enterRemote() {
        state = State.REMOTE;
        session.control(false);
        terminal.open(
                new TerminalKeys(
                        session.thread(),
                        asked,
                        local.isPossible(),
                        () -> end(new HubPort.End("completed", "User terminated"), 0)));
        remote.enter(terminal::show);
    }

    /// Hands control over; asking for what is already so does nothing.
    private void switchTo(boolean toLocal) {
        if (state == State.LOCAL && !toLocal) {
            state = State.LEAVING_LOCAL;
            local.end(TAKEN_OVER);
        } else if (state == State.REMOTE && toLocal) {
            if (!local.isPossible()) {
                session.chat().note("%s has no screen of its own here".formatted(session.label()));
                return;
            }
            if (!terminal.isInteractive()) {
                session.chat().note("This session has no terminal to switch to");
                return;
            }
            state = State.LEAVING_REMOTE;
            terminal.switching();
            remote.leave(
                    SWITCHED,
                    () -> {
                        terminal.close();
                        if (session.queue().isEmpty()) {
                            session.chat().switched("local");
                        }
                        enterLocal();
                    });
        }
    }

    private void localEnded(int exitCode) {
        terminal.restore();
        switch (state) {
            case LEAVING_LOCAL -> {
                session.chat().switched("remote");
                enterRemote();
            }
            case LOCAL -> {
                if (exitCode == 0) {
                    end(new HubPort.End("completed", "User terminated"), 0);
                } else if (LocalAgent.STOPPED.contains(exitCode)) {
                    end(new HubPort.End("terminated", "User terminated"), exitCode);
                } else {
                    String reason = "exit code " + exitCode;
                    session.chat()
                            .note("Local %s process failed: %s".formatted(session.label(), reason));
                    localFailed(exitCode, reason);
                }
            }
            case STARTING, REMOTE, LEAVING_REMOTE, ENDED -> log.debug("local agent ended late");
        }
    }

    private void localFailed(int exitCode, String reason) {
        if (isRemoteFirst) {
            session.chat().switched("remote");
            enterRemote();
        } else {
            String cut = reason.substring(0, Math.min(200, reason.length()));
            end(new HubPort.End("error", "Local launch failed: " + cut), exitCode);
        }
    }

    private void end(HubPort.End how, int exitCode) {
        State before = state;
        if (before == State.ENDED) {
            return;
        }
        state = State.ENDED;
        Runnable last =
                () -> {
                    try {
                        terminal.close();
                        session.chat().flushAll();
                        session.hub().end(how);
                    } finally {
                        exit.complete(exitCode);
                    }
                };
        switch (before) {
            case REMOTE, LEAVING_REMOTE -> remote.leave(ENDED, last);
            case LOCAL, LEAVING_LOCAL -> {
                permissions.cancelAll(ENDED);
                local.endAndWait();
                last.run();
            }
            case STARTING, ENDED -> last.run();
        }
    }

    /// What the hub asks, on the session's thread.
    private final class Asked implements SessionMethods.Asked {
        @Override
        public void decide(PermissionParams decision) {
            remote.decide(decision);
        }

        @Override
        public void abort() {
            switch (state) {
                case REMOTE -> remote.abort();
                case LOCAL -> SessionLoop.this.switchTo(false);
                case STARTING, LEAVING_LOCAL, LEAVING_REMOTE, ENDED ->
                        log.debug("nothing to abort while {}", state);
            }
        }

        @Override
        public CompletableFuture<SteerResult> steer(String localId) {
            return remote.steer(localId);
        }

        @Override
        public void switchTo(@Nullable String to) {
            SessionLoop.this.switchTo(isToLocal(to));
        }

        @Override
        public AppliedSettings configure(SessionSettings wanted) {
            TurnSettings changed = session.settings().with(wanted, session.flavor());
            session.settings(changed);
            if (state == State.REMOTE) {
                remote.settingsChanged();
            }
            return new AppliedSettings(changed.wire(session.flavor()));
        }

        @Override
        public void kill() {
            end(new HubPort.End("terminated", "User terminated"), 0);
        }

        @Override
        public boolean isHandedOver() {
            return state == State.REMOTE;
        }

        @Override
        public void handOver() {
            end(new HubPort.End("handoff", "Handed off to local terminal"), 0);
        }
    }

    /// A published web client always says "remote" and means "the other one"; only what is not yet
    /// so can be meant.
    private boolean isToLocal(@Nullable String to) {
        return to == null ? state == State.REMOTE : to.equals("local");
    }

    private void prompted() {
        if (state == State.LOCAL) {
            switchTo(false);
        } else if (state == State.REMOTE) {
            remote.pump();
        }
    }
}
