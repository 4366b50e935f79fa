package hapi.cli.spawn;

import hapi.cli.agent.AgentProgram;
import hapi.cli.agent.AgentStartException;
import hapi.cli.config.Launcher;
import hapi.protocol.home.HapiHome;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import hapi.protocol.rpc.MachineCalls.SpawnResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts sessions, several at once, each on its caller's thread: request, agent, folder, process,
/// report, in this order ([SpawnHop]), and one of the ends of [SpawnEnd]. What did not get ready
/// leaves nothing behind. Source: agents/runner.md section 4.
public final class SessionSpawner {
    private static final Logger log = LoggerFactory.getLogger(SessionSpawner.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final Duration END_PATIENCE = Duration.ofSeconds(3);

    /// A hub waits 30 s: by then it has been told how the start ended, and nothing of a failed one
    /// lives on.
    private static final Duration WHOLE = Duration.ofSeconds(25);

    /// What all starts have in common.
    ///
    /// @param environment the runner's own
    /// @param maxSessions how many sessions started by the runner may live at once
    /// @param reportLimit how long a process may take to get its session to the hub
    public record Rules(
            HapiHome home,
            Map<String, String> environment,
            WorkspaceRoots roots,
            int maxSessions,
            Duration reportLimit) {}

    private final Rules rules;
    private final SpawnFolder folders;
    private final ChildLauncher launcher;
    private final ChildSessions children;

    public SessionSpawner(Rules rules, Launcher launcher, ChildSessions children, Clock clock) {
        this.rules = rules;
        this.folders = new SpawnFolder(rules.roots(), rules.environment(), clock);
        this.launcher = new ChildLauncher(rules.home(), launcher);
        this.children = children;
    }

    /// Never throws what a person can cause: refusals are results.
    public SpawnResult spawn(SpawnParams params) {
        return spawn(params, Optional.empty());
    }

    /// As [#spawn(SpawnParams)]; the session's tag on the hub is made from `startId`.
    SpawnResult spawn(SpawnParams params, Optional<String> startId) {
        SpawnEnd end;
        try {
            long deadline = System.nanoTime() + WHOLE.toNanos();
            end = start(SpawnRequest.of(params, startId), deadline);
        } catch (SpawnFailure e) {
            end = failed(e, params);
        }
        switch (end) {
            case SpawnEnd.Ready(String sessionId) -> log.info("session={} started", sessionId);
            case SpawnEnd.NeedsApproval _ -> log.info("a start waits for a directory's approval");
            case SpawnEnd.Failed failed -> log.warn("a start failed at {}", failed.hop());
            case SpawnEnd.TimedOut out -> log.warn("a start timed out, process {}", out.pid());
        }
        return end.result();
    }

    private static SpawnEnd.Failed failed(SpawnFailure failure, SpawnParams params) {
        boolean isAboutAgent = SpawnFailure.AGENT_UNAVAILABLE.equals(failure.code());
        return new SpawnEnd.Failed(
                failure.hop(),
                String.valueOf(failure.getMessage()),
                failure.code(),
                isAboutAgent ? params.agent() : null);
    }

    private SpawnEnd start(SpawnRequest request, long deadline) throws SpawnFailure {
        requireAgent(request);
        Optional<ChildSessions.Slot> slot = children.reserve(rules.maxSessions());
        if (slot.isEmpty()) {
            throw new SpawnFailure(
                    SpawnHop.REQUEST,
                    ("This machine runs %d sessions already, as many as its runner may start. Stop"
                                    + " one, or start the runner with a higher --max-sessions.")
                            .formatted(rules.maxSessions()),
                    SpawnFailure.SESSION_LIMIT);
        }
        try (ChildSessions.Slot _ = slot.get()) {
            return switch (folders.find(request.params())) {
                case SpawnFolder.Found.Missing(Path directory) ->
                        new SpawnEnd.NeedsApproval(directory.toString());
                case SpawnFolder.Found.Here(SpawnFolder.Place place) ->
                        startIn(place, request, deadline);
            };
        }
    }

    private SpawnEnd startIn(SpawnFolder.Place place, SpawnRequest request, long deadline)
            throws SpawnFailure {
        @Nullable LaunchedChild child = null;
        @Nullable Path account = null;
        boolean isReady = false;
        try {
            endPrevious(request);
            SpawnEnvironment environment = new SpawnEnvironment(rules.environment());
            place.worktree().ifPresent(made -> environment.setAll(made.environment()));
            if (!rules.roots().roots().isEmpty()) {
                environment.set(SpawnedFolder.VARIABLE, place.folder().toString());
            }
            account =
                    environment.setToken(request.flavor(), request.params().token(), rules.home());
            child = launcher.start(request.arguments(), place.folder(), environment);
            SpawnEnd end = awaitReport(child, deadline);
            isReady = end instanceof SpawnEnd.Ready;
            return end;
        } finally {
            if (child != null) {
                if (!isReady) {
                    child.end(END_PATIENCE);
                }
                child.discardOutput();
            }
            if (!isReady) {
                place.undo();
            }
            forget(account, isReady ? child : null);
        }
    }

    private void requireAgent(SpawnRequest request) throws SpawnFailure {
        try {
            AgentProgram.require(request.flavor(), rules.environment());
        } catch (AgentStartException e) {
            throw new SpawnFailure(
                    SpawnHop.AGENT,
                    "The runner could not start %s: %s"
                            .formatted(request.flavor().label(), e.getMessage()),
                    SpawnFailure.AGENT_UNAVAILABLE);
        }
    }

    /// A session that the hub gave up may still have its process, cut off from the hub: two
    /// processes of one session would both work in its conversation.
    private void endPrevious(SpawnRequest request) throws SpawnFailure {
        String id =
                Optional.ofNullable(request.params().existingSessionId())
                        .or(() -> Optional.ofNullable(request.params().sessionId()))
                        .orElse("");
        Optional<ChildSessions.Child> previous =
                children.find(id).filter(child -> child.mark().isAlive());
        if (previous.isEmpty()) {
            return;
        }
        long pid = previous.get().pid();
        if (!previous.get().isByRunner()) {
            throw new SpawnFailure(
                    SpawnHop.REQUEST,
                    "The session runs in a terminal of this machine, process %d".formatted(pid));
        }
        log.info("session={} still has process {}, which is ended first", id, pid);
        if (!Processes.end(pid, END_PATIENCE)) {
            throw new SpawnFailure(
                    SpawnHop.PROCESS,
                    "The session's old process %d cannot be ended".formatted(pid));
        }
        children.remove(previous.get());
    }

    private SpawnEnd awaitReport(LaunchedChild child, long wholeDeadline) throws SpawnFailure {
        ChildSessions.Child expected = children.expect(child.mark());
        CompletableFuture<String> report = expected.reported();
        long started = System.nanoTime();
        long limit = Math.min(rules.reportLimit().toNanos(), wholeDeadline - started);
        try {
            while (true) {
                try {
                    return new SpawnEnd.Ready(report.get(LOOK.toMillis(), TimeUnit.MILLISECONDS));
                } catch (TimeoutException e) {
                    if (!child.mark().isAlive()) {
                        children.remove(expected);
                        throw new SpawnFailure(
                                SpawnHop.REPORT,
                                "The session's process ended before it was ready" + child.ending());
                    }
                    if (System.nanoTime() - started > limit) {
                        children.remove(expected);
                        return new SpawnEnd.TimedOut(
                                child.mark().pid(), Duration.ofNanos(Math.max(0, limit)));
                    }
                }
            }
        } catch (ExecutionException e) {
            throw new SpawnFailure(SpawnHop.REPORT, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpawnFailure(SpawnHop.REPORT, "interrupted");
        }
    }

    /// The account that came with the request goes with the session.
    private static void forget(@Nullable Path account, @Nullable LaunchedChild child) {
        if (account == null) {
            return;
        }
        Optional<ProcessHandle> process =
                Optional.ofNullable(child).flatMap(it -> ProcessHandle.of(it.mark().pid()));
        process.ifPresentOrElse(
                it -> it.onExit().thenRun(() -> Accounts.remove(account)),
                () -> Accounts.remove(account));
    }
}
