package hapi.cli.codex;

import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentStartException;
import hapi.cli.jsonrpc.Wire;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Drives `codex app-server`.
public final class CodexBackend implements AgentBackend {
    private final Clock clock;

    public CodexBackend(Clock clock) {
        this.clock = clock;
    }

    @Override
    public AgentHandle start(AgentLaunch launch, AgentListener listener)
            throws AgentStartException {
        return CodexHandle.start(
                Wire.process(command(launch), launch.folder(), launch.environment()),
                launch,
                listener,
                clock);
    }

    /// Of the user's own arguments only settings count here, the rest is for Codex's screen.
    static List<String> command(AgentLaunch launch) {
        List<String> command = new ArrayList<>(List.of(launch.program().toString(), "app-server"));
        List<String> own = launch.extraArguments();
        for (int i = 0; i + 1 < own.size(); i++) {
            if (own.get(i).equals("-c") || own.get(i).equals("--config")) {
                command.add("-c");
                command.add(own.get(++i));
            }
        }
        return command;
    }
}
