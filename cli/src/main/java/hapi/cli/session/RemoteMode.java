package hapi.cli.session;

import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentStartException;
import hapi.cli.session.PromptQueue.Batch;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import hapi.protocol.rpc.SessionCalls.SteerResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hub is in control: prompts come from the web, one turn at a time, over a headless agent
/// process that is started with the first prompt and lives until something only a new process can
/// do. Used on the session's thread only.
final class RemoteMode {
    private static final Logger log = LoggerFactory.getLogger(RemoteMode.class);
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(4);
    static final String ABORTED = "Aborted by user";

    private final Session session;
    private final AgentBackend backend;
    private final PermissionBridge permissions;
    private final UnknownLines unknownLines = new UnknownLines();
    private final Steering steering;
    private Consumer<String> screen = _ -> {};
    private @Nullable AgentRun run;

    /// Local ids of prompts that were taken and that the agent does not have yet.
    private final List<String> owed = new ArrayList<>();

    private @Nullable Batch current;
    private @Nullable Batch next;
    private @Nullable Runnable onLeft;
    private boolean isAborted;

    RemoteMode(Session session, AgentBackend backend, PermissionBridge permissions) {
        this.session = session;
        this.backend = backend;
        this.permissions = permissions;
        this.steering = new Steering(session, this::pump);
    }

    /// Enters remote mode; `screen` is shown every text line of the chat.
    void enter(Consumer<String> shown) {
        screen = shown;
        onLeft = null;
        pump();
    }

    /// Gives the next waiting prompts to the agent, if it is free.
    void pump() {
        while (current == null && next == null && onLeft == null && !steering.isBusy()) {
            Optional<Batch> batch = session.queue().take();
            if (batch.isEmpty()) {
                return;
            }
            session.hub().consumed(batch.get().localIds());
            owed.addAll(batch.get().localIds());
            if (batch.get().kind() == Prompt.Kind.CLEAR) {
                clear();
                settleOwed();
            } else {
                begin(batch.get());
            }
        }
    }

    /// The agent has every prompt that was taken so far, or the person was told that it has not.
    private void settleOwed() {
        session.hub().given(List.copyOf(owed));
        owed.clear();
    }

    /// Stops the running turn; waiting prompts stay.
    void abort() {
        if (current == null) {
            return;
        }
        isAborted = true;
        Batch stopped = current;
        permissions.cancelAll(ABORTED);
        session.chat().note(ABORTED);
        session.thinking(false);
        AgentRun running = run;
        if (running != null) {
            running.handle().interrupt();
            session.thread()
                    .after(
                            INTERRUPT_LIMIT,
                            () -> {
                                if (current == stopped && run == running) {
                                    log.info("the agent did not stop by itself, ending it");
                                    close(running);
                                }
                            });
        }
    }

    CompletableFuture<SteerResult> steer(String localId) {
        return steering.steer(localId, isAborted ? null : current, run);
    }

    Steering steering() {
        return steering;
    }

    /// Leaves remote mode: the agent is ended, then `left` runs.
    void leave(String reason, Runnable left) {
        onLeft = left;
        permissions.cancelAll(reason);
        Batch waiting = next;
        next = null;
        if (waiting != null) {
            session.queue().putBack(waiting);
        }
        if (run == null) {
            finishLeaving();
        } else {
            close(run);
        }
    }

    void decide(PermissionParams decision) {
        PermissionBridge.Effect effect = permissions.decide(decision);
        effect.mode()
                .ifPresent(mode -> {
                    session.settings(session.settings().withMode(mode));
                    if (!effect.leavesPlan()) {
                        settingsChanged();
                    }
                });
    }

    /// The user changed settings: what a running agent can take, it gets at once.
    void settingsChanged() {
        if (run != null) {
            run.changeMode(session.settings().permissionMode());
        }
    }

    private void begin(Batch batch) {
        session.title().propose(batch.text());
        if (batch.kind() == Prompt.Kind.COMPACT) {
            session.chat().note("Compaction started");
        }
        AgentRun running = run;
        if (running != null
                && !(running.fits(batch.shape()) && running.adopt(session.settings()))) {
            next = batch;
            close(running);
            return;
        }
        try {
            AgentRun ready = running;
            if (ready == null) {
                ready = start(batch);
                ready.adopt(session.settings());
            }
            run = ready;
            current = batch;
            isAborted = false;
            session.thinking(true);
            screen.accept("> " + batch.text());
            ready.handle().prompt(batch.text());
            settleOwed();
        } catch (AgentStartException e) {
            settleOwed();
            session.chat().note(Objects.toString(e.getMessage()));
            session.chat().ready();
        }
    }

    private AgentRun start(Batch batch) throws AgentStartException {
        AgentLaunch launch = session.launch(batch.shape());
        CompletableFuture<AgentRun> made = new CompletableFuture<>();
        session.feed().holdBack(true);
        AgentHandle handle =
                backend.start(
                        launch,
                        event ->
                                session.feed()
                                        .post(
                                                AgentFeed.sizeOf(event),
                                                () -> on(made.join(), event)));
        AgentRun started = new AgentRun(batch.shape(), session.settings(), handle);
        made.complete(started);
        return started;
    }

    private void on(AgentRun from, AgentEvent event) {
        switch (event) {
            case AgentEvent.Started started -> session.agentStarted(started);
            case AgentEvent.Content content -> {
                session.chat().content(content);
                content.line().ifPresent(screen);
            }
            case AgentEvent.PermissionAsked ask -> asked(from, ask);
            case AgentEvent.PermissionGranted granted -> permissions.granted(granted);
            case AgentEvent.PermissionWithdrawn withdrawn ->
                    permissions.withdrawn(withdrawn.askId());
            case AgentEvent.ModeReported mode -> modeReported(from, mode.mode());
            case AgentEvent.TurnEnded ended -> turnEnded(ended.outcome());
            case AgentEvent.Exited exited -> exited(from, exited);
            case AgentEvent.Unknown unknown ->
                    unknownLines.show(unknown.raw()).ifPresent(session.chat()::agent);
        }
    }

    private void asked(AgentRun from, AgentEvent.PermissionAsked ask) {
        String callId = PermissionBridge.idOf(ask);
        permissions
                .asked(ask, from.handle(), session.settings().permissionMode())
                .whenComplete(
                        (_, _) -> session.thread().post(() -> session.chat().release(callId)));
    }

    private void modeReported(AgentRun from, String mode) {
        from.reported(mode, session.settings().permissionMode())
                .ifPresent(own -> session.settings(session.settings().withMode(own)));
    }

    private void turnEnded(AgentEvent.TurnOutcome outcome) {
        Batch ended = current;
        if (ended == null) {
            return;
        }
        current = null;
        session.chat().flushAll();
        if (ended.kind() == Prompt.Kind.COMPACT && outcome == AgentEvent.TurnOutcome.COMPLETED) {
            session.chat().note("Compaction completed");
        }
        endTurn();
    }

    private void exited(AgentRun from, AgentEvent.Exited exited) {
        if (run != from) {
            return;
        }
        run = null;
        boolean wasWorking = current != null;
        current = null;
        session.chat().flushAll();
        if (!from.isClosing() && !isAborted) {
            session.chat().exited(exited);
        }
        if (onLeft != null) {
            session.thinking(false);
            finishLeaving();
            return;
        }
        Batch waiting = next;
        next = null;
        if (waiting != null) {
            begin(waiting);
        } else if (wasWorking) {
            endTurn();
        }
        pump();
    }

    private void endTurn() {
        session.thinking(false);
        if (session.queue().isEmpty() && next == null) {
            session.chat().ready();
        }
        pump();
    }

    private void clear() {
        permissions.forgetRules();
        session.forgetConversation();
        session.chat().note("Context was reset");
        if (run != null) {
            AgentRun old = run;
            run = null;
            close(old);
        }
        session.chat().ready();
    }

    /// What an agent that is told to end still says need not wait for the hub.
    private void close(AgentRun running) {
        session.feed().holdBack(false);
        running.close();
    }

    private void finishLeaving() {
        Runnable left = Objects.requireNonNull(onLeft);
        permissions.forgetRules();
        screen = _ -> {};
        left.run();
    }
}
