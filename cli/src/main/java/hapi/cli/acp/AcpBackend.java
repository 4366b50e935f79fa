package hapi.cli.acp;

import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.jsonrpc.Wire;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Drives any agent that speaks the Agent Client Protocol over its stdin and stdout.
public final class AcpBackend implements AgentBackend {
    private final AcpFlavor flavor;
    private final Clock clock;
    private final Opener opener;

    /// Starts the agent's program with these arguments.
    @FunctionalInterface
    interface Opener {
        Wire.Opener open(AgentLaunch launch, List<String> arguments);
    }

    public AcpBackend(FlavorLaunch flavor, Clock clock) {
        this(AcpFlavor.of(flavor), clock, AcpBackend::process);
    }

    AcpBackend(AcpFlavor flavor, Clock clock, Opener opener) {
        this.flavor = flavor;
        this.clock = clock;
        this.opener = opener;
    }

    /// The name under which the agent knows the tool that sets the session's title.
    public String titleTool() {
        return flavor.titleTool();
    }

    @Override
    public AgentHandle start(AgentLaunch launch, AgentListener listener)
            throws AgentStartException {
        return AcpHandle.start(
                flavor, launch, arguments -> opener.open(launch, arguments), listener, clock);
    }

    private static Wire.Opener process(AgentLaunch launch, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(launch.program().toString()));
        command.addAll(arguments);
        command.addAll(launch.extraArguments());
        return Wire.process(command, launch.folder(), launch.environment());
    }
}
