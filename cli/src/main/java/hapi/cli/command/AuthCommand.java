package hapi.cli.command;

import hapi.cli.config.CliConfig;
import hapi.cli.config.ThisMachine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hapi auth status|login|logout|qr`.
@Command(name = "auth", description = "Log in to a hub, log out, show the state.")
final class AuthCommand implements Dispatcher.Command {
    @Parameters(
            arity = "0..*",
            paramLabel = "status|login|logout|qr",
            completionCandidates = Actions.class,
            description = "what to do")
    private List<String> words = List.of();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "where the phone reaches the hub (with qr)")
    private String url = "";

    /// For the shell's completion.
    static final class Actions extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Actions() {
            super(List.of("status", "login", "logout", "qr"));
        }
    }

    @Mixin private final HelpOption help = new HelpOption();
    private final Invocation invocation;

    AuthCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int call() {
        String action = words.isEmpty() ? "help" : words.getFirst();
        return switch (action) {
            case "help" -> {
                invocation.out().print(HelpText.AUTH);
                yield 0;
            }
            case "status" -> status(CliConfig.load(invocation.environment()));
            case "login" -> login(CliConfig.load(invocation.environment()));
            case "logout" -> logout(CliConfig.load(invocation.environment()));
            case "qr" ->
                    new SignInCode(invocation, CliConfig.load(invocation.environment())).print(url);
            default -> throw CommandFailure.usage("auth", "Unknown auth subcommand: " + action);
        };
    }

    private int status(CliConfig config) {
        invocation.out().println("Direct Connect Status");
        invocation.out().println("  HAPI_API_URL: " + config.hubUrl());
        boolean set = config.token().isPresent();
        invocation.out().println("  CLI_API_TOKEN: " + (set ? "set" : "missing"));
        invocation.out().println("  Token Source: " + config.tokenSource().words());
        invocation
                .out()
                .println(
                        "  Machine ID: "
                                + config.knownMachineId().map(Object::toString).orElse("not set"));
        invocation.out().println("  Host: " + ThisMachine.hostName(config.environment()));
        if (!set) {
            invocation.out().println("  Token not configured. To get your token:");
            TokenPrompt.WHERE_TO_FIND.forEach(line -> invocation.out().println("  " + line));
        }
        return 0;
    }

    private int login(CliConfig config) {
        if (!invocation.isTerminal()) {
            throw new CommandFailure(
                    1,
                    List.of(
                            "Cannot prompt for token in non-TTY environment.",
                            "Set CLI_API_TOKEN environment variable instead."));
        }
        config.saveToken(new TokenPrompt(invocation, config).ask());
        invocation.out().println("Token saved to " + config.home().settingsFile());
        if (config.tokenSource() == CliConfig.Source.ENVIRONMENT) {
            invocation
                    .out()
                    .println("Note: CLI_API_TOKEN is set in the environment and counts first.");
        }
        return 0;
    }

    private int logout(CliConfig config) {
        config.forget();
        invocation.out().println("Cleared local credentials (token and machineId).");
        invocation
                .out()
                .println(
                        "Note: If CLI_API_TOKEN is set via environment variable, it will still be"
                                + " used.");
        return 0;
    }
}
