package hapi.cli.command;

import hapi.cli.config.BadConfigException;
import hapi.cli.config.CliConfig;
import hapi.cli.config.CliLogging;
import hapi.cli.config.Launcher;
import hapi.cli.config.ProgramVersion;
import hapi.cli.config.ThisMachine;
import hapi.cli.hub.HubAnswer;
import hapi.cli.hub.HubFailure;
import hapi.cli.hub.HubHealth;
import hapi.cli.hub.HubRest;
import hapi.cli.runner.RunnerClient;
import hapi.cli.runner.RunnerState;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.RawJson;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hapi doctor`: what a person needs to fix a connection, and no secret: settings and variables
/// are shown by a list of harmless names, everything else by name only.
@Command(name = "doctor", description = "Show what is needed to fix a connection.")
final class DoctorCommand implements Dispatcher.Command {
    private static final List<String> HARMLESS_VARIABLES =
            List.of(
                    "HAPI_HOME",
                    "HAPI_API_URL",
                    "HAPI_HOSTNAME",
                    "HAPI_CLAUDE_PATH",
                    "CLAUDE_CONFIG_DIR",
                    "HAPI_LAUNCHER",
                    "DEBUG");
    private static final List<String> SECRET_VARIABLES =
            List.of("CLI_API_TOKEN", "HAPI_EXTRA_HEADERS_JSON");
    private static final List<String> HARMLESS_SETTINGS =
            List.of("apiUrl", "serverUrl", "machineId", "listenHost", "listenPort", "publicUrl");

    @Parameters(arity = "0..*", hidden = true)
    private List<String> words = List.of();

    @Option(
            names = {"-h", "--help"},
            description = "this text")
    private boolean help;

    private final Invocation invocation;

    DoctorCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int call() {
        if (help) {
            invocation.out().println("Usage: hapi doctor");
            invocation.out().println("Shows what is needed to fix a connection, and no secret.");
            return 0;
        }
        if (!words.isEmpty()) {
            throw new CommandFailure(
                    1,
                    List.of(
                            "Unknown doctor action: " + words.getFirst(),
                            "  Processes of this home are ended with `hapi runner stop` and `hapi"
                                    + " runner stop-session`."));
        }
        basics();
        CliConfig config = CliConfig.load(invocation.environment());
        configuration(config);
        environment();
        connection(config);
        runnerStatus();
        logs(config.home());
        return 0;
    }

    int runnerStatus() {
        HapiHome home = HapiHome.of(invocation.environment());
        section("Runner");
        Optional<RunnerState> running = new RunnerClient(home, invocation.environment()).running();
        if (running.isEmpty()) {
            invocation.out().println("  Runner is not running");
            invocation.out().println("  Start it with: hapi runner start");
            return 0;
        }
        RunnerState state = running.get();
        invocation.out().println("  Runner is running");
        line("PID", Long.toString(state.pid()));
        line("Started", String.valueOf(state.startTime()));
        line("CLI Version", String.valueOf(state.version()));
        line("HTTP Port", Integer.toString(state.httpPort()));
        line("Hub", String.valueOf(state.apiUrl()));
        line("State file", home.resolve("runner.state.json").toString());
        line("Log", String.valueOf(state.logPath()));
        return 0;
    }

    private void basics() {
        section("Basics");
        line("HAPI version", ProgramVersion.current());
        line("Platform", ThisMachine.platform() + " " + System.getProperty("os.arch"));
        line("Java", System.getProperty("java.runtime.version"));
        line(
                "Launcher",
                Launcher.find(invocation.environment())
                        .script()
                        .map(Object::toString)
                        .orElse("none, this Java is started directly"));
    }

    private void configuration(CliConfig config) {
        section("Configuration");
        line("Home", config.home().folder().toString());
        line("Settings", config.home().settingsFile().toString());
        line("Hub URL", safeUrl(config) + " (" + config.hubUrlSource().words() + ")");
        boolean set = config.token().isPresent();
        line("Token", (set ? "set" : "missing") + " (" + config.tokenSource().words() + ")");
        line("Machine ID", config.knownMachineId().map(Object::toString).orElse("not set"));
        config.settings()
                .properties()
                .forEach(entry -> {
                    String name = entry.getKey();
                    line(
                            "  " + name,
                            HARMLESS_SETTINGS.contains(name)
                                    ? masked(entry.getValue().asString(""))
                                    : "(set)");
                });
    }

    private void environment() {
        section("Environment");
        Map<String, String> variables = invocation.environment();
        for (String name : HARMLESS_VARIABLES) {
            line(name, masked(variables.getOrDefault(name, "not set")));
        }
        for (String name : SECRET_VARIABLES) {
            line(name, variables.getOrDefault(name, "").isEmpty() ? "not set" : "set");
        }
    }

    private void connection(CliConfig config) {
        section("Connection");
        Optional<String> token = config.token();
        try (HttpClient http = HubRest.newHttpClient()) {
            HubRest rest = new HubRest(config.access(token.orElse("")), http);
            switch (rest.health()) {
                case HubAnswer.Ok<HubHealth>(HubHealth health) -> {
                    line("Hub", "answers, protocol version " + health.protocolVersion());
                    if (token.isEmpty()) {
                        line("Token", "missing: run hapi auth login");
                    } else {
                        checkToken(config, rest);
                    }
                }
                case HubAnswer.Failed<HubHealth>(HubFailure failure) -> failure(failure);
            }
            http.shutdownNow();
        } catch (BadConfigException e) {
            invocation.out().println("  " + e.getMessage());
        }
    }

    /// Asks for something that changes nothing; the refusal of a wrong token comes first.
    private void checkToken(CliConfig config, HubRest rest) {
        switch (rest.machine(config.knownMachineId())) {
            case HubAnswer.Ok<RawJson> _ -> line("Token", "accepted");
            case HubAnswer.Failed<RawJson>(HubFailure failure) -> {
                if (failure instanceof HubFailure.Refused refused && refused.status() == 404) {
                    line("Token", "accepted");
                } else {
                    failure(failure);
                }
            }
        }
    }

    private void failure(HubFailure failure) {
        failure.lines().forEach(text -> invocation.out().println("  " + masked(text)));
    }

    private void logs(HapiHome home) {
        section("Logs");
        List<Path> files = CliLogging.files(home, "");
        if (files.isEmpty()) {
            invocation.out().println("  none");
        }
        files.stream().limit(10).forEach(file -> invocation.out().println("  " + file));
    }

    private void section(String title) {
        invocation.out().println();
        invocation.out().println(title);
    }

    private void line(String name, String value) {
        invocation.out().println("  " + name + ": " + value);
    }

    private static String safeUrl(CliConfig config) {
        try {
            return masked(config.hubUrl().toString());
        } catch (BadConfigException e) {
            return "not usable: " + masked(String.valueOf(e.getMessage()));
        }
    }

    /// An address may carry a password before its `@`, or a token in its query.
    private static String masked(String text) {
        return text.replaceAll("://[^/@\\s]*@", "://***@").replaceAll("\\?\\S*", "?***");
    }
}
