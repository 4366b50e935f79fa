package hapi.cli.command;

import hapi.cli.agent.FlavorLaunch;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `hapi completion bash|zsh`: a script for the shell, made from the commands themselves. One
/// script serves both shells.
final class CompletionCommand {
    private static final List<String> SHELLS = List.of("bash", "zsh");
    private static final List<String> OF_AN_AGENT =
            List.of("--yolo", "--model", "--permission-mode", "--resume", "--hapi-starting-mode");
    private static final List<String> OF_THE_HUB = List.of("--host", "--port", "--lan");
    private final Invocation invocation;

    CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    int run(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            invocation.out().print(HelpText.COMPLETION);
            return 0;
        }
        if (words.size() != 1 || !SHELLS.contains(words.getFirst())) {
            throw new CommandFailure(
                    CommandFailure.USAGE, List.of("Name the shell: hapi completion bash|zsh"));
        }
        invocation.out().print(AutoComplete.bash("hapi", commands()));
        return 0;
    }

    private CommandLine commands() {
        CommandLine root =
                new CommandLine(
                        CommandSpec.create()
                                .name("hapi")
                                .addOption(flag("--help"))
                                .addOption(flag("--version")));
        root.addSubcommand("list", new ListCommand(invocation));
        root.addSubcommand("send", new SendCommand(invocation));
        root.addSubcommand("approve", new ApproveCommand(invocation));
        root.addSubcommand("doctor", new DoctorCommand(invocation));
        root.addSubcommand("auth", new AuthCommand(invocation));
        root.addSubcommand("runner", new RunnerCommand(invocation));
        root.addSubcommand("resume", plain(List.of()));
        root.addSubcommand("demo", plain(List.of()));
        root.addSubcommand("hub", plain(OF_THE_HUB));
        root.addSubcommand("install", plain(List.of("--dir")));
        root.addSubcommand("uninstall", plain(List.of("--dir")));
        root.addSubcommand("completion", words(SHELLS));
        for (FlavorLaunch launch : FlavorLaunch.ALL) {
            root.addSubcommand(launch.flavor().id(), plain(OF_AN_AGENT));
        }
        List<String> ofAcp = new ArrayList<>(OF_AN_AGENT);
        ofAcp.add("--command");
        root.addSubcommand("acp", plain(ofAcp));
        return root;
    }

    private static CommandSpec plain(List<String> options) {
        CommandSpec spec = CommandSpec.create().addOption(flag("--help"));
        options.forEach(option -> spec.addOption(flag(option)));
        return spec;
    }

    private static CommandSpec words(List<String> candidates) {
        return CommandSpec.create()
                .addOption(flag("--help"))
                .addPositional(
                        PositionalParamSpec.builder()
                                .index("0")
                                .type(String.class)
                                .completionCandidates(candidates)
                                .build());
    }

    private static OptionSpec flag(String name) {
        return OptionSpec.builder(name).build();
    }
}
