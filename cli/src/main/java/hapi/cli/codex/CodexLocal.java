package hapi.cli.codex;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.LocalAgent;
import hapi.cli.agent.ScreenProcess;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// The real `codex` screen on this terminal. Its rollout files are mirrored while it runs. Its
/// questions stay on the terminal: it has no way to ask elsewhere.
public final class CodexLocal implements LocalAgent {
    private static final long POLL_MILLIS = 150;

    private final RolloutFiles files;
    private final Clock clock;

    public CodexLocal(RolloutFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    @Override
    public Run start(AgentLaunch launch, Listener listener) throws AgentStartException {
        Instant startedAt = clock.instant();
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(CodexCommandLine.local(launch))
                            .directory(launch.folder().toFile())
                            .inheritIO();
            builder.environment().clear();
            builder.environment().putAll(launch.environment());
            Process process = builder.start();
            RolloutScanner scanner =
                    new RolloutScanner(
                            files,
                            launch.folder(),
                            launch.resume(),
                            startedAt,
                            OpenRollouts.of(process.toHandle()),
                            clock);
            Thread.ofPlatform()
                    .name("codex-local-" + process.pid())
                    .start(new Watch(process, scanner, listener));
            return new ScreenProcess(process);
        } catch (IOException e) {
            throw new AgentStartException(
                    "Cannot start %s: %s".formatted(launch.program(), e.getMessage()), e);
        }
    }

    private static final class Watch implements Runnable {
        private final Process process;
        private final RolloutScanner scanner;
        private final Listener listener;
        private String toldSession = "";

        Watch(Process process, RolloutScanner scanner, Listener listener) {
            this.process = process;
            this.scanner = scanner;
            this.listener = listener;
        }

        @Override
        public void run() {
            int code = -1;
            try {
                while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    tell(scanner.poll());
                }
                code = process.exitValue();
                tell(scanner.pollLast());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            } finally {
                listener.ended(code);
            }
        }

        private void tell(Iterable<RolloutReader.Said> all) {
            String session = scanner.sessionId().orElse(toldSession);
            if (!session.equals(toldSession)) {
                toldSession = session;
                listener.session(session);
            }
            for (RolloutReader.Said said : all) {
                switch (said) {
                    case RolloutReader.Said.Message(var message, long at) ->
                            listener.message(message, at);
                    case RolloutReader.Said.TurnStarted() -> listener.turnStarted();
                    case RolloutReader.Said.TurnEnded() -> listener.turnEnded();
                }
            }
        }
    }
}
