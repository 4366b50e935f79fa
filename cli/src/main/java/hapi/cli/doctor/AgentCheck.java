package hapi.cli.doctor;

import hapi.cli.agent.AgentProgram;
import hapi.cli.agent.FlavorLaunch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether there is an agent to run, and whether the programs a person named by hand are there.
final class AgentCheck {
    private final Map<String, String> environment;

    AgentCheck(Map<String, String> environment) {
        this.environment = environment;
    }

    Finding examine() {
        List<String> present = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> fixes = new ArrayList<>();
        for (FlavorLaunch flavor : FlavorLaunch.ALL) {
            String named = environment.getOrDefault(flavor.pathVariable(), "").strip();
            if (AgentProgram.find(flavor, environment).isPresent()) {
                present.add(flavor.label());
            } else if (!named.isEmpty()) {
                return Finding.fault(
                        "agents",
                        "%s names %s, which is no program that can be started"
                                .formatted(flavor.pathVariable(), named),
                        "Correct or unset %s; without it `%s` is looked for on PATH"
                                .formatted(flavor.pathVariable(), flavor.program()));
            } else {
                missing.add(flavor.label());
                fixes.add(AgentProgram.howToInstall(flavor));
            }
        }
        if (present.isEmpty()) {
            fixes.add("It must be on PATH, which is: " + environment.getOrDefault("PATH", "empty"));
            return Finding.fault("agents", "No agent is installed", fixes.toArray(String[]::new));
        }
        String absent = missing.isEmpty() ? "" : "; not installed: " + String.join(", ", missing);
        return Finding.ok("agents", "installed: " + String.join(", ", present) + absent);
    }
}
