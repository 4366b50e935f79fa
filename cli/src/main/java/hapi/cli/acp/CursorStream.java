package hapi.cli.acp;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentEvent.TurnOutcome;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentProcess;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.DecisionNote;
import hapi.cli.agent.PermissionAnswer;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Cursor's agent without ACP: one process for each prompt, which goes on with the chat of the last
/// one. It asks nothing; what it may do is its own setting, or everything in `yolo`.
///
/// `speaking` orders what processes and retries say; the session's thread does not take it.
final class CursorStream implements AgentHandle {
    private static final Pattern PASSING =
            Pattern.compile("(?i)log ?in|rate.?limit|network|timed? ?out|ECONN|unavailable");
    private static final int MAX_TRIES = 5;

    private final AgentLaunch launch;
    private final AgentListener listener;
    private final Transcript transcript;
    private final Duration pause;
    private final ReentrantLock speaking = new ReentrantLock();
    private volatile @Nullable AgentProcess process;
    private volatile @Nullable String chat;
    private volatile @Nullable String model;
    private volatile String mode;
    private volatile boolean isStopped;
    private volatile boolean isClosed;

    /// @param pause how long to wait before a prompt is tried again
    CursorStream(AgentLaunch launch, AgentListener listener, Clock clock, Duration pause) {
        this.launch = launch;
        this.listener = listener;
        this.transcript = new Transcript(clock);
        this.pause = pause;
        this.chat = launch.resume();
        this.model = launch.model();
        this.mode = launch.permissionMode();
    }

    @Override
    public void prompt(String text) {
        isStopped = false;
        Thread.startVirtualThread(() -> run(text, 1));
    }

    @Override
    public void answer(String askId, PermissionAnswer answer, Optional<DecisionNote> note) {
        // It never asks.
    }

    @Override
    public CompletableFuture<Boolean> interrupt() {
        isStopped = true;
        end();
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Boolean> set(AgentSetting setting) {
        switch (setting) {
            case AgentSetting.PermissionMode wanted -> mode = wanted.mode();
            case AgentSetting.Model wanted -> model = wanted.model();
            case AgentSetting.Effort _,
                    AgentSetting.ServiceTier _,
                    AgentSetting.CollaborationMode _ -> {
                // It has no such thing.
            }
        }
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public boolean isAlive() {
        return !isClosed;
    }

    @Override
    public void close() {
        isClosed = true;
        AgentProcess running = process;
        if (running == null) {
            Thread.startVirtualThread(() -> say(List.of(new AgentEvent.Exited(0, ""))));
        } else {
            running.end();
        }
    }

    private void end() {
        AgentProcess running = process;
        if (running != null) {
            running.end();
        }
    }

    private void run(String text, int attempt) {
        Turn turn = new Turn(text, attempt);
        try {
            process =
                    AgentProcess.start(command(text), launch.folder(), launch.environment(), turn);
            if (isStopped || isClosed) {
                end();
            }
        } catch (AgentStartException e) {
            say(
                    List.of(
                            transcript.failure(String.valueOf(e.getMessage())),
                            new AgentEvent.TurnEnded(TurnOutcome.FAILED)));
        }
    }

    private List<String> command(String text) {
        List<String> command = new ArrayList<>(List.of(launch.program().toString(), "-p"));
        // A word that begins with a dash would be an option.
        command.add(text.startsWith("-") ? " " + text : text);
        command.addAll(List.of("--output-format", "stream-json", "--trust"));
        command.addAll(List.of("--workspace", launch.folder().toString()));
        if (chat != null) {
            command.addAll(List.of("--resume", chat));
        }
        switch (mode) {
            case "plan", "ask", "debug" -> command.addAll(List.of("--mode", mode));
            case "yolo" -> command.add("--yolo");
            case "autoReview" -> command.add("--auto-review");
            default -> {
                // Its own setting.
            }
        }
        if (model != null) {
            command.addAll(List.of("--model", model));
        }
        command.addAll(launch.extraArguments());
        return command;
    }

    private void say(List<AgentEvent> events) {
        speaking.lock();
        try {
            events.forEach(listener::on);
        } finally {
            speaking.unlock();
        }
    }

    /// One try of one prompt.
    private final class Turn implements AgentProcess.Listener {
        private final String text;
        private final int attempt;
        private boolean isOver;
        private boolean hasSpoken;

        Turn(String text, int attempt) {
            this.text = text;
            this.attempt = attempt;
        }

        @Override
        public void line(String line) {
            switch (CursorLine.read(line)) {
                case CursorLine.Init init -> {
                    if (!init.sessionId().isEmpty() && !init.sessionId().equals(chat)) {
                        chat = init.sessionId();
                        say(
                                List.of(
                                        new AgentEvent.Started(
                                                init.sessionId(), List.of(), List.of())));
                    }
                }
                case CursorLine.Update update -> {
                    hasSpoken = true;
                    say(transcript.update(update.update()));
                }
                case CursorLine.Result result -> {
                    List<AgentEvent> events = new ArrayList<>(transcript.endTurn(Json.object()));
                    if (result.isError()) {
                        events.add(transcript.failure(result.text()));
                    }
                    end(events, result.isError() ? TurnOutcome.FAILED : TurnOutcome.COMPLETED);
                }
                case CursorLine.Other() -> {
                    if (!line.startsWith("{")) {
                        say(List.of(new AgentEvent.Unknown(RawJson.of(line))));
                    }
                }
            }
        }

        @Override
        public void exited(int code, String lastWords) {
            process = null;
            if (isClosed) {
                List<AgentEvent> events = new ArrayList<>(transcript.endTurn(Json.object()));
                events.add(new AgentEvent.Exited(code, lastWords));
                say(events);
            } else if (!isOver && !isStopped && !hasSpoken && mayPass(code, lastWords)) {
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> again());
            } else if (!isOver) {
                List<AgentEvent> events = new ArrayList<>(transcript.endTurn(Json.object()));
                if (!isStopped) {
                    events.add(
                            transcript.failure(
                                    "The agent ended with exit code %d: %s"
                                            .formatted(code, lastWords)));
                }
                end(events, isStopped ? TurnOutcome.INTERRUPTED : TurnOutcome.FAILED);
            }
        }

        private void again() {
            if (isStopped) {
                end(new ArrayList<>(), TurnOutcome.INTERRUPTED);
            } else if (!isClosed) {
                Thread.startVirtualThread(() -> run(text, attempt + 1));
            }
        }

        private boolean mayPass(int code, String lastWords) {
            return code != 0 && attempt < MAX_TRIES && PASSING.matcher(lastWords).find();
        }

        private void end(List<AgentEvent> events, TurnOutcome outcome) {
            isOver = true;
            events.add(new AgentEvent.TurnEnded(outcome));
            say(events);
        }
    }
}
