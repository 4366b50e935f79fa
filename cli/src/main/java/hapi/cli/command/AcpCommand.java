package hapi.cli.command;

import hapi.cli.agent.FlavorLaunch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `hapi acp --command "..."`: any agent that speaks the Agent Client Protocol. The command is
/// split here, no shell sees it; without the option it is `HAPI_ACP_COMMAND`.
final class AcpCommand {
    private static final String OPTION = "--command";
    private static final String VARIABLE = "HAPI_ACP_COMMAND";

    private final Invocation invocation;

    AcpCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    int run(List<String> words) {
        List<String> own = new ArrayList<>(words);
        String line = take(own);
        if (words.contains("--help") || words.contains("-h")) {
            invocation.out().print(HelpText.acp());
            return 0;
        }
        List<String> command = CommandWords.split(line);
        FlavorLaunch flavor = FlavorLaunch.ANY_ACP.withProgram(command.getFirst());
        return new AgentCommand(located(flavor, command.getFirst()), flavor)
                .run(own, command.subList(1, command.size()));
    }

    /// Takes the option and its value out.
    private String take(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(OPTION + "=")) {
                words.remove(i);
                return word.substring(OPTION.length() + 1);
            }
            if (word.equals(OPTION) && i + 1 < words.size()) {
                words.remove(i);
                return words.remove(i);
            }
        }
        String configured = invocation.environment().getOrDefault(VARIABLE, "").strip();
        if (configured.isEmpty() && !words.contains("--help") && !words.contains("-h")) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    List.of(
                            "Which agent? Name its command, or set " + VARIABLE + ".",
                            "  Run: hapi acp --command \"goose acp\""));
        }
        return configured;
    }

    /// A program with a path is that file, not one of the search path.
    private Invocation located(FlavorLaunch flavor, String program) {
        if (!program.contains("/") && !program.contains("\\")) {
            return invocation;
        }
        Map<String, String> environment = new HashMap<>(invocation.environment());
        environment.put(flavor.pathVariable(), Path.of(program).toAbsolutePath().toString());
        return invocation.with(environment);
    }
}
