package hapi.cli.runner;

import hapi.cli.agent.FlavorLaunch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The text with which the system's own service program starts the runner when its user logs in and
/// starts it again when it ends: a systemd user unit, or a launchd property list. Sessions outlive
/// the runner, so neither may end the runner's children with it. Nothing is installed here.
public final class ServiceUnit {
    /// What the runner needs to find agents, Java and the hub; the token is none of these: it stays
    /// in the settings file.
    private static final List<String> PASSED_ON =
            List.of(
                    "PATH",
                    "HAPI_HOME",
                    "HAPI_API_URL",
                    "HAPI_HOSTNAME",
                    "HAPI_LISTEN_PORT",
                    "CLAUDE_CONFIG_DIR",
                    "CODEX_HOME",
                    "JAVA_HOME",
                    "LANG");

    public enum Form {
        SYSTEMD,
        LAUNCHD
    }

    private final Path script;
    private final Map<String, String> environment;
    private final RunnerOptions options;

    /// @param script the launcher; of a checkout's build the checkout's own, which is always there
    public ServiceUnit(Path script, Map<String, String> environment, RunnerOptions options) {
        this.script = lasting(script);
        this.environment = Map.copyOf(environment);
        this.options = options;
    }

    /// @throws IllegalArgumentException when a path or variable has a line break or another control
    ///   character, which such a file cannot carry
    public String text(Form form) {
        return switch (form) {
            case SYSTEMD -> systemd();
            case LAUNCHD -> launchd();
        };
    }

    private String systemd() {
        StringBuilder unit =
                new StringBuilder(
                        """
                        # Save as ~/.config/systemd/user/hapi-runner.service, then:
                        #   systemctl --user daemon-reload
                        #   systemctl --user enable --now hapi-runner
                        # To run it while nobody is logged in: loginctl enable-linger
                        [Unit]
                        Description=HAPI runner, starts coding sessions for the hub
                        StartLimitIntervalSec=300
                        StartLimitBurst=10

                        [Service]
                        Type=simple
                        ExecStart=%s
                        """
                                .formatted(execLine()));
        variables()
                .forEach((name, value) ->
                        unit.append("Environment=%s\n".formatted(quoted(name + "=" + value))));
        unit.append(
                """
                # Sessions live on when the runner ends.
                KillMode=process
                Restart=always
                RestartSec=5

                [Install]
                WantedBy=default.target
                """);
        return unit.toString();
    }

    /// A dollar would be read as a variable, in ExecStart only.
    private String execLine() {
        StringBuilder line = new StringBuilder();
        for (String word : command()) {
            line.append(line.isEmpty() ? "" : " ").append(quoted(word).replace("$", "$$"));
        }
        return line.toString();
    }

    /// Quotes and backslashes as in C, percent signs doubled.
    private static String quoted(String word) {
        return "\""
                + checked(word).replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%")
                + "\"";
    }

    private String launchd() {
        StringBuilder list =
                new StringBuilder(
                        """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <!-- Save as ~/Library/LaunchAgents/hapi.runner.plist, then:
                             launchctl bootstrap gui/$UID ~/Library/LaunchAgents/hapi.runner.plist -->
                        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" \
                        "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                        <plist version="1.0">
                        <dict>
                          <key>Label</key>
                          <string>hapi.runner</string>
                          <key>ProgramArguments</key>
                          <array>
                        """);
        command().forEach(word -> list.append("    <string>%s</string>\n".formatted(xml(word))));
        list.append("  </array>\n  <key>EnvironmentVariables</key>\n  <dict>\n");
        variables()
                .forEach((name, value) ->
                        list.append(
                                "    <key>%s</key>\n    <string>%s</string>\n"
                                        .formatted(xml(name), xml(value))));
        list.append(
                """
                  </dict>
                  <key>RunAtLoad</key>
                  <true/>
                  <key>KeepAlive</key>
                  <true/>
                  <key>ThrottleInterval</key>
                  <integer>10</integer>
                  <!-- Sessions live on when the runner ends. -->
                  <key>AbandonProcessGroup</key>
                  <true/>
                </dict>
                </plist>
                """);
        return list.toString();
    }

    private static String xml(String text) {
        return checked(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private List<String> command() {
        return Stream.concat(
                        Stream.of(script.toString(), "runner", "start-sync"),
                        options.arguments().stream())
                .toList();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HAPI_RUNNER_SUPERVISED", "1");
        // A service must not begin with a build.
        variables.put("HAPI_NO_BUILD", "1");
        Stream<String> programs = FlavorLaunch.ALL.stream().map(FlavorLaunch::pathVariable);
        for (String name : Stream.concat(PASSED_ON.stream(), programs).toList()) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                variables.put(name, value);
            }
        }
        return variables;
    }

    private static String checked(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a service file cannot carry a control character: \"%s\""
                            .formatted(text.replaceAll("\\p{Cntrl}", "?")));
        }
        return text;
    }

    /// `<checkout>/target/run/<number>/hapi` goes away with the next build but one.
    private static Path lasting(Path script) {
        Path run = script.toAbsolutePath().getParent();
        for (int up = 0; up < 3 && run != null; up++) {
            run = run.getParent();
        }
        boolean isBuild =
                script.toString().matches(".*[/\\\\]target[/\\\\]run[/\\\\][^/\\\\]+[/\\\\]hapi");
        return isBuild && run != null ? run.resolve("hapi") : script.toAbsolutePath();
    }
}
