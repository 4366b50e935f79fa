package hapi.cli.session;

import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.AgentStartException;
import hapi.cli.session.PromptQueue.Batch;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hub is in control: prompts come from the web, one turn at a time, over a headless agent
/// process that is started with the first prompt and lives until something only a new process can
/// do. Used on the session's thread only.
final class RemoteMode {
    private static final Logger log = LoggerFactory.getLogger(RemoteMode.class);
    private static final Duration SETTING_LIMIT = Duration.ofSeconds(3);
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(4);
    static final String ABORTED = "Aborted by user";

    private final Session session;
    private final AgentBackend backend;
    private final PermissionBridge permissions;
    private Consumer<String> screen = _ -> {};
    private @Nullable Run run;
    private @Nullable Batch current;
    private @Nullable Batch next;
    private @Nullable Runnable onLeft;
    private boolean isAborted;

    /// One agent process and what it was told.
    private static final class Run {
        final PromptShape shape;
        final @Nullable String effort;
        AgentHandle handle;
        String requestedMode;
        String reportedMode;
        @Nullable String model;
        boolean isClosing;

        Run(PromptShape shape, TurnSettings settings, AgentHandle handle) {
            this.shape = shape;
            this.effort = settings.effort();
            this.model = settings.model();
            this.requestedMode = settings.permissionMode();
            this.reportedMode = settings.permissionMode();
            this.handle = handle;
        }
    }

    RemoteMode(Session session, AgentBackend backend, PermissionBridge permissions) {
        this.session = session;
        this.backend = backend;
        this.permissions = permissions;
    }

    /// Enters remote mode; `screen` is shown every text line of the chat.
    void enter(Consumer<String> shown) {
        screen = shown;
        onLeft = null;
        pump();
    }

    /// Gives the next waiting prompts to the agent, if it is free.
    void pump() {
        while (current == null && next == null && onLeft == null) {
            Optional<Batch> batch = session.queue().take();
            if (batch.isEmpty()) {
                return;
            }
            session.hub().consumed(batch.get().localIds());
            if (batch.get().kind() == Prompt.Kind.CLEAR) {
                clear();
            } else {
                begin(batch.get());
            }
        }
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
        Run running = run;
        if (running != null) {
            running.handle.interrupt();
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
        Run running = run;
        if (running == null || running.isClosing) {
            return;
        }
        String mode = session.settings().permissionMode();
        if (!running.requestedMode.equals(mode)) {
            running.requestedMode = mode;
            running.handle.set(new AgentSetting.PermissionMode(mode));
        }
    }

    private void begin(Batch batch) {
        session.title().propose(batch.text());
        if (batch.kind() == Prompt.Kind.COMPACT) {
            session.chat().note("Compaction started");
        }
        Run running = run;
        if (running != null && !fits(running, batch)) {
            next = batch;
            close(running);
            return;
        }
        try {
            Run ready = running == null ? start(batch) : running;
            run = ready;
            applySettings(ready);
            current = batch;
            isAborted = false;
            session.thinking(true);
            ready.handle.prompt(batch.text());
        } catch (AgentStartException e) {
            session.chat().note(Objects.toString(e.getMessage()));
            session.chat().ready();
        }
    }

    private boolean fits(Run running, Batch batch) {
        return running.shape.equals(batch.shape())
                && Objects.equals(running.effort, session.settings().effort())
                && running.handle.isAlive()
                && !running.isClosing;
    }

    private Run start(Batch batch) throws AgentStartException {
        AgentLaunch launch = session.launch(batch.shape());
        CompletableFuture<Run> made = new CompletableFuture<>();
        session.feed().holdBack(true);
        AgentHandle handle =
                backend.start(
                        launch,
                        event -> session.feed().post(sizeOf(event), () -> on(made.join(), event)));
        Run started = new Run(batch.shape(), session.settings(), handle);
        made.complete(started);
        return started;
    }

    private static long sizeOf(AgentEvent event) {
        return switch (event) {
            case AgentEvent.Content content -> content.content().text().length();
            case AgentEvent.Unknown unknown -> unknown.raw().text().length();
            case AgentEvent.Started _,
                    AgentEvent.PermissionAsked _,
                    AgentEvent.PermissionWithdrawn _,
                    AgentEvent.ModeReported _,
                    AgentEvent.TurnEnded _,
                    AgentEvent.Exited _ ->
                    0;
        };
    }

    /// Brings the agent to the user's settings before a prompt; waits for its word, since a prompt
    /// that overtakes the change would run under the old ones.
    private void applySettings(Run running) {
        TurnSettings settings = session.settings();
        if (!running.requestedMode.equals(settings.permissionMode())) {
            running.requestedMode = settings.permissionMode();
            await(running.handle.set(new AgentSetting.PermissionMode(settings.permissionMode())));
        }
        if (!Objects.equals(running.model, settings.model())) {
            running.model = settings.model();
            await(running.handle.set(new AgentSetting.Model(settings.model())));
        }
    }

    private void on(Run from, AgentEvent event) {
        switch (event) {
            case AgentEvent.Started started -> session.agentStarted(started);
            case AgentEvent.Content content -> {
                session.chat().content(content);
                content.line().ifPresent(screen);
            }
            case AgentEvent.PermissionAsked ask -> asked(from, ask);
            case AgentEvent.PermissionWithdrawn withdrawn ->
                    permissions.withdrawn(withdrawn.askId());
            case AgentEvent.ModeReported mode -> modeReported(from, mode.mode());
            case AgentEvent.TurnEnded ended -> turnEnded(ended.outcome());
            case AgentEvent.Exited exited -> exited(from, exited);
            case AgentEvent.Unknown unknown -> log.debug("unknown line {}", unknown.raw());
        }
    }

    private void asked(Run from, AgentEvent.PermissionAsked ask) {
        String callId = PermissionBridge.idOf(ask);
        permissions
                .asked(ask, from.handle, session.settings().permissionMode())
                .whenComplete(
                        (_, _) -> session.thread().post(() -> session.chat().release(callId)));
    }

    /// The agent changes its mode by itself when it enters or leaves plan mode; anything else it
    /// says only repeats what it was told.
    private void modeReported(Run from, String mode) {
        boolean isChange = !mode.equals(from.reportedMode);
        from.reportedMode = mode;
        String wanted = session.settings().permissionMode();
        if (!isChange || mode.equals(from.requestedMode)) {
            return;
        }
        boolean leavesPlan = from.requestedMode.equals("plan");
        from.requestedMode = mode;
        if (mode.equals("plan") || (leavesPlan && wanted.equals("plan"))) {
            session.settings(session.settings().withMode(mode));
        } else {
            settingsChanged();
        }
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

    private void exited(Run from, AgentEvent.Exited exited) {
        if (run != from) {
            return;
        }
        run = null;
        boolean wasWorking = current != null;
        current = null;
        session.chat().flushAll();
        if (!from.isClosing && !isAborted) {
            session.chat().note(lastWords(exited));
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
            Run old = run;
            run = null;
            close(old);
        }
        session.chat().ready();
    }

    private void close(Run running) {
        running.isClosing = true;
        session.feed().holdBack(false);
        running.handle.close();
    }

    private void finishLeaving() {
        Runnable left = Objects.requireNonNull(onLeft);
        permissions.forgetRules();
        screen = _ -> {};
        left.run();
    }

    private static String lastWords(AgentEvent.Exited exited) {
        String text = "Process exited unexpectedly (code %d)".formatted(exited.code());
        return exited.lastWords().isEmpty()
                ? text
                : text + ": " + exited.lastWords().lines().reduce((_, last) -> last).orElse("");
    }

    private static void await(CompletableFuture<Boolean> change) {
        try {
            if (!change.get(SETTING_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the agent refused a setting");
            }
        } catch (TimeoutException e) {
            log.warn("the agent did not confirm a setting in time");
        } catch (ExecutionException e) {
            log.warn("the agent could not take a setting: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
