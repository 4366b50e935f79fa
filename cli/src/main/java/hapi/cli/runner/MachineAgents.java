package hapi.cli.runner;

import hapi.cli.agent.AgentProgram;
import hapi.cli.agent.FlavorLaunch;
import hapi.protocol.rpc.MachineCalls.AgentAvailability;
import hapi.protocol.rpc.MachineCalls.AgentAvailabilityResult;
import java.util.Map;

/// Which agents can be started on this machine.
final class MachineAgents {
    private final Map<String, String> environment;

    MachineAgents(Map<String, String> environment) {
        this.environment = environment;
    }

    /// One answer for every agent that this build can start: whether its program is here. The
    /// others are left out: a published hub 0.30.7 throws the whole answer away for a reason that
    /// is neither `not_found` nor `invalid_configuration`.
    AgentAvailabilityResult availability() {
        return new AgentAvailabilityResult(
                FlavorLaunch.ALL.stream().map(this::availability).toList());
    }

    /// A variable that names a file which is none is a mistake of whoever set it, which installing
    /// the agent would not mend.
    private AgentAvailability availability(FlavorLaunch launch) {
        boolean isFound = AgentProgram.find(launch, environment).isPresent();
        boolean isNamed = !environment.getOrDefault(launch.pathVariable(), "").isBlank();
        String reason = isNamed ? "invalid_configuration" : "not_found";
        return new AgentAvailability(launch.flavor().id(), isFound, isFound ? null : reason);
    }
}
