package hapi.cli.codex;

import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentStartException;
import hapi.cli.jsonrpc.Wire;
import java.time.Clock;

/// Drives `codex app-server`.
public final class CodexBackend implements AgentBackend {
    private final Clock clock;

    public CodexBackend(Clock clock) {
        this.clock = clock;
    }

    @Override
    public AgentHandle start(AgentLaunch launch, AgentListener listener)
            throws AgentStartException {
        return CodexHandle.start(opener(launch), launch, listener, clock);
    }

    /// An app server of its own, not started yet.
    public static Wire.Opener opener(AgentLaunch launch) {
        return Wire.process(CodexCommandLine.remote(launch), launch.folder(), launch.environment());
    }
}
