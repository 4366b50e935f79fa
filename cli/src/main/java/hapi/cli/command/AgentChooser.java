package hapi.cli.command;

import hapi.cli.agent.AgentProgram;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.tui.Picker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Bare `hapi`: starts the one agent that is installed, or lets the person choose. Without a
/// terminal there is nobody to choose: the help, and an exit code that says so.
final class AgentChooser {
    private final Invocation invocation;

    AgentChooser(Invocation invocation) {
        this.invocation = invocation;
    }

    int run() {
        if (!invocation.isTerminal()) {
            invocation
                    .err()
                    .println("Name an agent: without a terminal there is nobody to choose.");
            invocation.err().print(HelpText.main());
            return 1;
        }
        List<FlavorLaunch> installed = FlavorLaunch.ALL.stream().filter(this::isInstalled).toList();
        return switch (installed.size()) {
            case 0 -> throw noAgent();
            case 1 -> start(installed.getFirst());
            default -> choose().map(this::start).orElse(130);
        };
    }

    private static CommandFailure noAgent() {
        List<String> lines = new ArrayList<>();
        lines.add("No agent is installed on this machine.");
        FlavorLaunch.ALL.forEach(launch -> lines.add("  " + AgentProgram.howToInstall(launch)));
        return new CommandFailure(1, lines);
    }

    private Optional<FlavorLaunch> choose() {
        List<Picker.Item> items = new ArrayList<>();
        for (FlavorLaunch launch : FlavorLaunch.ALL) {
            boolean isThere = isInstalled(launch);
            String label =
                    "%s (%s)%s"
                            .formatted(
                                    launch.label(),
                                    launch.flavor().id(),
                                    isThere ? "" : " — not installed or not on PATH");
            items.add(new Picker.Item(label, isThere));
        }
        try (Picker picker = Picker.ofThisProcess(invocation.environment()).orElse(null)) {
            if (picker == null) {
                throw new CommandFailure("This terminal cannot show a list: name the agent.");
            }
            OptionalInt choice = picker.choose("Choose an agent", items);
            return choice.isEmpty()
                    ? Optional.empty()
                    : Optional.of(FlavorLaunch.ALL.get(choice.getAsInt()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isInstalled(FlavorLaunch launch) {
        return AgentProgram.find(launch, invocation.environment()).isPresent();
    }

    private int start(FlavorLaunch launch) {
        return new AgentCommand(invocation, launch).run(List.of());
    }
}
