package hapi.cli.agent;

import java.time.Duration;

/// The process of an agent's own screen, with whatever it has started.
public record ScreenProcess(Process process) implements LocalAgent.Run {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Override
    public void end() {
        ProcessTree.end(process, PATIENCE);
    }

    @Override
    public void endAndWait() {
        ProcessTree.endAndWait(process.toHandle(), PATIENCE);
    }

    @Override
    public void onGone(Runnable action) {
        process.onExit().thenRun(action);
    }
}
