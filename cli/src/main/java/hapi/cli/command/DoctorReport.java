package hapi.cli.command;

import hapi.cli.config.BadConfigException;
import hapi.cli.config.CliConfig;
import hapi.cli.config.CliLogging;
import hapi.cli.config.Launcher;
import hapi.cli.config.ProgramVersion;
import hapi.cli.config.ThisMachine;
import hapi.cli.doctor.Masked;
import hapi.cli.runner.RunnerClient;
import hapi.cli.runner.RunnerState;
import hapi.protocol.home.BrokenSettingsException;
import hapi.protocol.home.HapiHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The facts around the doctor's findings, to be pasted into a bug report: no secret is among them.
/// Settings and variables are shown by a list of harmless names, everything else by name only.
final class DoctorReport {
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
    private final Invocation invocation;

    DoctorReport(Invocation invocation) {
        this.invocation = invocation;
    }

    void print() {
        HapiHome home = HapiHome.of(invocation.environment());
        basics();
        configuration(home);
        environment();
        runner();
        logs(home);
    }

    void runner() {
        HapiHome home = HapiHome.of(invocation.environment());
        section("Runner");
        Optional<RunnerState> running = new RunnerClient(home, invocation.environment()).running();
        if (running.isEmpty()) {
            invocation.out().println("  Runner is not running");
            invocation.out().println("  Start it with: hapi runner start");
            return;
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

    private void configuration(HapiHome home) {
        section("Configuration");
        line("Home", home.folder().toString());
        line("Settings", home.settingsFile().toString());
        CliConfig config;
        try {
            config = CliConfig.load(invocation.environment());
        } catch (BrokenSettingsException e) {
            line("Settings", "cannot be read");
            return;
        }
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
                                    ? Masked.text(entry.getValue().asString(""))
                                    : "(set)");
                });
    }

    private void environment() {
        section("Environment");
        Map<String, String> variables = invocation.environment();
        for (String name : HARMLESS_VARIABLES) {
            line(name, Masked.text(variables.getOrDefault(name, "not set")));
        }
        for (String name : SECRET_VARIABLES) {
            line(name, variables.getOrDefault(name, "").isEmpty() ? "not set" : "set");
        }
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
            return Masked.text(config.hubUrl().toString());
        } catch (BadConfigException e) {
            return "not usable: " + Masked.text(String.valueOf(e.getMessage()));
        }
    }
}
