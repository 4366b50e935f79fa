package hapi.cli.claude;

import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentStartException;
import java.time.Clock;

/// Drives `claude` headless over stream-json.
public final class ClaudeBackend implements AgentBackend {
    private final Clock clock;
    private final SessionChoice choice;

    /// @param choice shared with the agent's own screen in the same session
    public ClaudeBackend(Clock clock, SessionChoice choice) {
        this.clock = clock;
        this.choice = choice;
    }

    @Override
    public AgentHandle start(AgentLaunch launch, AgentListener listener)
            throws AgentStartException {
        TranscriptWriter writer =
                new TranscriptWriter(
                        clock, launch.folder().toString(), GitBranch.of(launch.folder()));
        return ClaudeHandle.start(
                launch,
                ClaudeCommandLine.remote(launch, choice.arguments(launch)),
                listener,
                writer);
    }
}
