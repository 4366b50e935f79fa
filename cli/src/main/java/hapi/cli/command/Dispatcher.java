package hapi.cli.command;

import hapi.cli.agent.FlavorLaunch;
import hapi.cli.config.BadConfigException;
import hapi.cli.config.Launcher;
import hapi.cli.config.ProgramVersion;
import hapi.cli.demo.Demo;
import hapi.cli.demo.DemoAgent;
import hapi.cli.mcp.StdioBridge;
import hapi.protocol.home.BrokenSettingsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Picks the command by the first word and turns what goes wrong into words and an exit code. Only
/// the chosen command's classes are loaded: `--version` reads no JSON and no option table.
public final class Dispatcher {
    static final List<String> COMMANDS =
            Stream.concat(
                            FlavorLaunch.ALL.stream().map(launch -> launch.flavor().id()),
                            Stream.of(
                                    "acp",
                                    "resume",
                                    "list",
                                    "send",
                                    "approve",
                                    "auth",
                                    "hub",
                                    "runner",
                                    "doctor",
                                    "demo",
                                    "completion",
                                    "install",
                                    "uninstall",
                                    "help"))
                    .toList();
    private static final List<String> LATER =
            List.of("kimi", "agy", "copilot", "grok", "pi", "dsh", "ping-peer", "inspect-peer");

    private Dispatcher() {}

    /// Runs one command line and returns the exit code of the process.
    public static int run(String[] args, Invocation invocation) {
        List<String> words = Arrays.asList(args);
        if (words.contains("--version") || words.contains("-v")) {
            invocation.out().println("hapi version: " + ProgramVersion.current());
            return 0;
        }
        try {
            return dispatch(words, invocation);
        } catch (CommandFailure e) {
            e.lines().forEach(invocation.err()::println);
            return e.exitCode();
        } catch (BadConfigException | BrokenSettingsException e) {
            invocation.err().println("Error: " + e.getMessage());
            return 1;
        } catch (RuntimeException e) {
            // The edge of the program: a person gets a sentence, DEBUG gets the rest.
            invocation.err().println("Error: " + sentence(e));
            if (invocation.isDebug()) {
                e.printStackTrace(invocation.err());
            }
            return 1;
        }
    }

    private static int dispatch(List<String> words, Invocation invocation) {
        String first = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (first) {
            case "-h", "--help" -> help(invocation, HelpText.main());
            case "help" ->
                    rest.isEmpty() || rest.getFirst().startsWith("-")
                            ? help(invocation, HelpText.main())
                            : dispatch(List.of(rest.getFirst(), "--help"), invocation);
            case "auth" -> picocli(new AuthCommand(invocation), HelpText.AUTH, rest, invocation);
            case "runner" ->
                    picocli(new RunnerCommand(invocation), HelpText.RUNNER, rest, invocation);
            case "doctor" ->
                    picocli(new DoctorCommand(invocation), HelpText.DOCTOR, rest, invocation);
            case "list" -> picocli(new ListCommand(invocation), ScriptHelp.LIST, rest, invocation);
            case "send" -> picocli(new SendCommand(invocation), ScriptHelp.SEND, rest, invocation);
            case "approve" ->
                    picocli(new ApproveCommand(invocation), ScriptHelp.APPROVE, rest, invocation);
            case "resume" -> new ResumeCommand(invocation).run(rest);
            case "completion" -> new CompletionCommand(invocation).run(rest);
            case "mcp" -> mcp(rest, invocation);
            case "hook-forwarder" -> new HookForwarder(invocation).run(rest);
            case "demo" -> demo(rest, invocation);
            case DemoAgent.VERB ->
                    DemoAgent.run(
                            rest,
                            invocation.in(),
                            invocation.out(),
                            Path.of("").toAbsolutePath(),
                            invocation.environment());
            case "acp" -> new AcpCommand(invocation).run(rest);
            case "hub", "server" -> hub(rest, invocation);
            case "install", "uninstall" -> install(first, rest, invocation);
            case "connect", "notify" ->
                    throw new CommandFailure(
                            1,
                            List.of(
                                    "`hapi %s` is not available: this hub is yours."
                                            .formatted(first),
                                    "Run `hapi auth login` to store its token."));
            default -> agent(first, words, rest, invocation);
        };
    }

    /// An agent's own name is its command; options alone mean Claude, nothing at all lets the
    /// person choose.
    private static int agent(
            String first, List<String> words, List<String> rest, Invocation invocation) {
        if (words.isEmpty()) {
            return new AgentChooser(invocation).run();
        }
        if (first.startsWith("-")) {
            return new AgentCommand(invocation, FlavorLaunch.CLAUDE).run(words);
        }
        FlavorLaunch flavor = FlavorLaunch.byId(first).orElseThrow(() -> unknown(first));
        return new AgentCommand(invocation, flavor).run(rest);
    }

    private static int demo(List<String> arguments, Invocation invocation) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return help(invocation, HelpText.DEMO);
        }
        if (!arguments.isEmpty()) {
            throw CommandFailure.usage("demo", "One word too many: " + arguments.getFirst());
        }
        return Demo.run(
                Launcher.find(invocation.environment()),
                invocation.environment(),
                invocation.out());
    }

    private static int mcp(List<String> arguments, Invocation invocation) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return help(invocation, HelpText.MCP);
        }
        return StdioBridge.run(
                arguments,
                invocation.environment(),
                invocation.in(),
                invocation.out(),
                invocation.err());
    }

    private static int hub(List<String> arguments, Invocation invocation) {
        if (!arguments.isEmpty() && arguments.getFirst().equals("install")) {
            return picocli(
                    new HubInstallCommand(invocation),
                    HelpText.HUB_INSTALL,
                    arguments.subList(1, arguments.size()),
                    invocation);
        }
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return help(invocation, HelpText.HUB);
        }
        throw new CommandFailure(
                1,
                List.of(
                        "The hub has a program of its own and is started by the launcher script.",
                        "  Run: ./hapi hub"));
    }

    /// Only to help: the launcher script does both itself, without Java.
    private static int install(String word, List<String> arguments, Invocation invocation) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return help(invocation, HelpText.INSTALL);
        }
        throw new CommandFailure("Run the launcher script itself: ./hapi " + word);
    }

    private static int help(Invocation invocation, String text) {
        invocation.out().print(text);
        return 0;
    }

    private static CommandFailure unknown(String word) {
        if (LATER.contains(word)) {
            return new CommandFailure(
                    CommandFailure.USAGE,
                    List.of(
                            "`hapi %s` is not available in this build yet.".formatted(word),
                            "  An agent that speaks ACP: hapi acp --command \"...\""));
        }
        String hint =
                word.contains(" ")
                        ? "  To send this to Claude, run: hapi claude \"%s\"".formatted(word)
                        : Suggestion.closest(word, COMMANDS)
                                .map(near -> "  Did you mean: hapi " + near)
                                .orElse("  Run: hapi --help");
        return new CommandFailure(CommandFailure.USAGE, List.of("Unknown command: " + word, hint));
    }

    private static int picocli(
            Command command, String help, List<String> arguments, Invocation invocation) {
        CommandLine line = new CommandLine(command).setAbbreviatedOptionsAllowed(false);
        try {
            line.parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.UnmatchedArgumentException e) {
            String word = e.getUnmatched().getFirst();
            String kind = word.startsWith("-") ? "Unknown option: " : "One word too many: ";
            throw CommandFailure.usage(line.getCommandName(), kind + word);
        } catch (CommandLine.ParameterException e) {
            throw CommandFailure.usage(line.getCommandName(), String.valueOf(e.getMessage()));
        }
        return line.isUsageHelpRequested() ? help(invocation, help) : command.call();
    }

    /// A command after its options are read.
    interface Command {
        int call();
    }

    private static String sentence(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
