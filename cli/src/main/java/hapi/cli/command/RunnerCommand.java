package hapi.cli.command;

import hapi.cli.config.CliConfig;
import hapi.cli.config.CliLogging;
import hapi.cli.config.Launcher;
import hapi.cli.hub.HubException;
import hapi.cli.runner.Runner;
import hapi.cli.runner.RunnerClient;
import hapi.cli.runner.RunnerOptions;
import hapi.cli.runner.RunnerStart;
import hapi.cli.runner.ServiceUnit;
import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `hapi runner start|start-sync|stop|status|list|stop-session|logs|install`.
@Command(name = "runner", description = "The service that starts sessions for the hub.")
final class RunnerCommand implements Dispatcher.Command {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);

    @Parameters(
            arity = "0..*",
            paramLabel = "action",
            completionCandidates = Actions.class,
            description = "what to do")
    private List<String> words = List.of();

    @Option(names = "--workspace-root", paramLabel = "PATH", description = "browse only below it")
    private List<String> workspaceRoots = List.of();

    @Option(names = "--max-sessions", paramLabel = "N", description = "how many it may start")
    private String maxSessions = "";

    @Option(names = "--idle-stop", paramLabel = "MINUTES", description = "end idle sessions")
    private String idleStop = "";

    @Option(names = "--print", description = "with install: print the service file")
    private boolean print;

    /// For the shell's completion.
    static final class Actions extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Actions() {
            super(
                    List.of(
                            "start",
                            "start-sync",
                            "stop",
                            "status",
                            "list",
                            "stop-session",
                            "logs",
                            "install"));
        }
    }

    @Mixin private final HelpOption help = new HelpOption();
    private final Invocation invocation;

    RunnerCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int call() {
        String action = words.isEmpty() ? "help" : words.getFirst();
        return switch (action) {
            case "start" -> start();
            case "start-sync" -> startSync();
            case "stop" -> stop();
            case "status" -> status();
            case "list" -> list();
            case "stop-session" -> stopSession();
            case "logs" -> logs();
            case "install" -> install();
            case "help" -> {
                invocation.out().print(HelpText.RUNNER);
                yield 0;
            }
            default -> throw CommandFailure.usage("runner", "Unknown runner action: " + action);
        };
    }

    private int status() {
        new DoctorReport(invocation).runner();
        return 0;
    }

    private int start() {
        CliConfig config = CliConfig.load(invocation.environment());
        new TokenPrompt(invocation, config).require();
        List<String> options = options(config).arguments();
        RunnerClient client = new RunnerClient(config.home(), config.environment());
        if (client.running().isPresent()) {
            invocation
                    .out()
                    .println("Existing runner detected, stopping it before starting a new one...");
            client.stop();
        }
        if (new RunnerStart(config, Launcher.find(config.environment()))
                .start(options, START_LIMIT)) {
            invocation.out().println("Runner started successfully");
            return 0;
        }
        throw new CommandFailure(
                1,
                List.of(
                        "Failed to start runner",
                        "  Its log: "
                                + CliLogging.files(config.home(), "-runner").stream()
                                        .findFirst()
                                        .map(Path::toString)
                                        .orElse("none was written")));
    }

    private int startSync() {
        CliConfig config = CliConfig.load(invocation.environment());
        String token =
                config.token()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        "CLI_API_TOKEN is required. Set it via environment"
                                                + " variable or run `hapi auth login`."));
        try {
            Path log = CliLogging.start(config.home(), config.environment(), "-runner");
            Runner runner =
                    new Runner(
                            config,
                            Launcher.find(config.environment()),
                            token,
                            log,
                            options(config),
                            invocation.clock());
            if (!runner.run()) {
                invocation.out().println("Runner already running with matching version");
            }
            return 0;
        } catch (HubException e) {
            throw new CommandFailure(1, HubCommand.lines(e.failure(), config));
        } catch (IOException e) {
            throw new CommandFailure("Runner failed: " + e.getMessage());
        }
    }

    private int stop() {
        client().stop();
        return 0;
    }

    private int list() {
        Optional<JsonNode> children = client().list();
        if (children.isEmpty() || children.get().isEmpty()) {
            invocation
                    .out()
                    .println(
                            "No active sessions this runner is aware of (they might have been"
                                    + " started by a previous version of the runner)");
        } else {
            invocation.out().println("Active sessions:");
            invocation.out().println(children.get().toPrettyString());
        }
        return 0;
    }

    private int stopSession() {
        if (words.size() < 2) {
            throw CommandFailure.usage("runner", "Session ID required");
        }
        boolean stopped =
                client().stopSession(words.get(1))
                        .filter(status -> !status.equals("still_alive"))
                        .isPresent();
        if (!stopped) {
            throw new CommandFailure("Failed to stop session");
        }
        invocation.out().println("Session stopped");
        return 0;
    }

    private int logs() {
        HapiHome home = HapiHome.of(invocation.environment());
        invocation
                .out()
                .println(
                        CliLogging.files(home, "-runner").stream()
                                .findFirst()
                                .map(Path::toString)
                                .orElse("No runner logs found"));
        return 0;
    }

    private RunnerClient client() {
        return new RunnerClient(HapiHome.of(invocation.environment()), invocation.environment());
    }

    /// Prints only: what starts with the system is the person's to put in place.
    private int install() {
        if (!print) {
            throw new CommandFailure(
                    1,
                    List.of(
                            "hapi runner install writes nothing by itself.",
                            "  To see the service file and where it goes: hapi runner install"
                                    + " --print"));
        }
        CliConfig config = CliConfig.load(invocation.environment());
        RunnerOptions options = options(config);
        new ServiceText(invocation)
                .print(
                        Optional.empty(),
                        script -> ServiceUnit.ofRunner(script, config.environment(), options));
        if (config.tokenSource() == CliConfig.Source.ENVIRONMENT) {
            invocation
                    .err()
                    .println(
                            "The token stands in your environment only, which a service does not"
                                    + " see. Store it with: hapi auth login");
        }
        return 0;
    }

    private RunnerOptions options(CliConfig config) {
        try {
            return RunnerOptions.of(roots(config), maxSessions, idleStop, config.environment());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    private List<Path> roots(CliConfig config) {
        if (workspaceRoots.stream().anyMatch(String::isBlank)) {
            throw new CommandFailure("--workspace-root takes a folder");
        }
        return workspaceRoots.stream()
                .map(root -> HapiHome.expand(root, config.environment()).toAbsolutePath())
                .toList();
    }
}
