package hapi.cli.claude;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.LocalAgent;
import hapi.cli.agent.ScreenProcess;
import hapi.cli.claude.HookFolder.HookCall;
import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// The real `claude` screen on this terminal. Its transcript is mirrored while it runs; its hooks
/// say which session it is in and when a turn begins and ends.
public final class ClaudeLocal implements LocalAgent {
    private static final long POLL_MILLIS = 150;

    private final HapiHome home;
    private final TranscriptFiles files;
    private final Clock clock;
    private final SessionChoice choice;

    /// @param choice shared with the headless agent in the same session
    public ClaudeLocal(HapiHome home, TranscriptFiles files, Clock clock, SessionChoice choice) {
        this.home = home;
        this.files = files;
        this.clock = clock;
        this.choice = choice;
    }

    @Override
    public Run start(AgentLaunch launch, Listener listener) throws AgentStartException {
        String sessionId = launch.resume() != null ? launch.resume() : UUID.randomUUID().toString();
        Instant startedAt = clock.instant();
        OwnSettings own = OwnSettings.takenFrom(choice.arguments(launch), launch.folder());
        Hooks hooks = null;
        try {
            hooks = Hooks.open(home, own, listener);
            Process process =
                    start(
                            launch,
                            ClaudeCommandLine.local(
                                    launch, own.rest(), sessionId, hooks.settings()));
            TranscriptScanner scanner = new TranscriptScanner(startedAt);
            scanner.follow(files.of(launch.folder(), sessionId));
            ScreenSettings screen =
                    new ScreenSettings(launch.permissionMode(), files.userSettings());
            Watch watch = new Watch(process, hooks, scanner, screen, listener);
            Thread.ofPlatform().name("claude-local-" + process.pid()).start(watch);
            return new ScreenProcess(process);
        } catch (IOException e) {
            if (hooks != null) {
                hooks.close();
            }
            throw new AgentStartException(
                    "Cannot start %s: %s".formatted(launch.program(), e.getMessage()), e);
        }
    }

    private static Process start(AgentLaunch launch, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(launch.folder().toFile()).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(ClaudeCommandLine.environment(launch.environment(), false));
        return builder.start();
    }

    /// Both ways Claude's hooks reach us, and the file that tells Claude of them.
    private record Hooks(HookFolder calls, HookServer questions, Path settings)
            implements AutoCloseable {
        static Hooks open(HapiHome home, OwnSettings own, Listener listener) throws IOException {
            HookServer questions = HookServer.start(listener);
            try {
                HookFolder calls = HookFolder.create(home);
                ObjectNode settings = own.with(questions.settings());
                return new Hooks(calls, questions, calls.writeSettings(settings));
            } catch (IOException e) {
                questions.close();
                throw e;
            }
        }

        @Override
        public void close() {
            questions.close();
            calls.close();
        }
    }

    private record Watch(
            Process process,
            Hooks hooks,
            TranscriptScanner scanner,
            ScreenSettings screen,
            Listener listener)
            implements Runnable {
        @Override
        public void run() {
            int code = -1;
            try {
                while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    poll();
                }
                code = process.exitValue();
                poll();
                screen.ended(code, scanner).ifPresent(listener::chosen);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            } finally {
                hooks.close();
                listener.ended(code);
            }
        }

        /// Hooks first: they name the file. A turn's end is told after the turn's entries.
        private void poll() {
            boolean isTurnOver = false;
            for (HookCall call : hooks.calls().poll()) {
                if (!call.sessionId().isEmpty()) {
                    scanner.follow(call.transcript());
                    listener.session(call.sessionId());
                }
                screen.told(call).ifPresent(listener::chosen);
                switch (call.event()) {
                    case "UserPromptSubmit" -> {
                        isTurnOver = false;
                        listener.turnStarted();
                    }
                    case "Stop" -> isTurnOver = true;
                    default -> {}
                }
            }
            for (ObjectNode entry : scanner.poll()) {
                screen.told(entry).ifPresent(listener::chosen);
                listener.message(
                        TranscriptEntries.toMessage(entry), TranscriptEntries.createdAt(entry));
            }
            if (isTurnOver) {
                listener.turnEnded();
            }
        }
    }
}
