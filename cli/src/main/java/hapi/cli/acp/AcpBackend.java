package hapi.cli.acp;

import hapi.cli.agent.AgentBackend;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentListener;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.jsonrpc.Wire;
import hapi.protocol.json.RawJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Drives any agent that speaks the Agent Client Protocol over its stdin and stdout.
public final class AcpBackend implements AgentBackend {
    private final AcpFlavor flavor;
    private final Clock clock;
    private final Opener opener;
    private final AtomicReference<SessionOptions> known =
            new AtomicReference<>(SessionOptions.NONE);

    /// Starts the agent's program with these arguments.
    @FunctionalInterface
    interface Opener {
        Wire.Opener open(AgentLaunch launch, List<String> arguments);
    }

    public AcpBackend(FlavorLaunch flavor, Clock clock) {
        this(AcpFlavor.of(flavor), clock);
    }

    private AcpBackend(AcpFlavor flavor, Clock clock) {
        this(flavor, clock, (launch, arguments) -> process(flavor, launch, arguments));
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

    /// Whether an older program of this agent speaks Cursor's stream-json instead.
    public boolean hasOlderForm() {
        return flavor.hasOlderForm();
    }

    /// Whether the agent's own screen can be mirrored by our plugin for OpenCode.
    public boolean takesPlugins() {
        return flavor.takesPlugins();
    }

    @Override
    public Map<String, Supplier<RawJson>> catalogues() {
        Map<String, Supplier<RawJson>> lists = new HashMap<>();
        lists.put(flavor.modelList(), () -> known.get().models());
        lists.put(flavor.effortList(), () -> known.get().efforts());
        lists.remove("");
        return lists;
    }

    @Override
    public AgentHandle start(AgentLaunch launch, AgentListener listener)
            throws AgentStartException {
        return AcpHandle.start(
                flavor,
                launch,
                arguments -> opener.open(launch, arguments),
                listener,
                clock,
                known);
    }

    static Wire.Opener process(AcpFlavor flavor, AgentLaunch launch, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(launch.program().toString()));
        command.addAll(flavor.leading(launch));
        command.addAll(arguments);
        command.addAll(launch.extraArguments());
        return Wire.process(command, launch.folder(), launch.environment());
    }
}
