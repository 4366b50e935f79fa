package hapi.cli.runner;

import hapi.cli.agent.FlavorLaunch;
import hapi.protocol.home.HapiHome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The text with which the system's own service program starts the runner or the hub when its user
/// logs in and starts it again when it ends: a systemd user unit, or a launchd property list.
/// Sessions outlive the runner, so neither may end the runner's children with it. Nothing is
/// installed here, and no token is in it: that stays in the settings file.
public final class ServiceUnit {
    /// What the runner needs to find agents, Java and the hub.
    private static final List<String> OF_THE_RUNNER =
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

    private static final List<String> OF_THE_HUB =
            List.of(
                    "PATH",
                    "HAPI_LISTEN_HOST",
                    "HAPI_LISTEN_PORT",
                    "HAPI_PUBLIC_URL",
                    "HAPI_ALLOWED_HOSTS",
                    "HAPI_TRUSTED_PROXIES",
                    "CORS_ORIGINS",
                    "HAPI_METRICS_PORT",
                    "HAPI_LOG_LEVEL",
                    "HAPI_MAX_SOCKETS",
                    "HAPI_MAX_STREAMS",
                    "HAPI_MAX_UNADMITTED",
                    "VAPID_SUBJECT",
                    "HAPI_JAVA_OPTIONS",
                    "JAVA_HOME",
                    "LANG");

    public enum Form {
        SYSTEMD,
        LAUNCHD
    }

    private final String name;
    private final String description;
    private final List<String> command;
    private final Map<String, String> variables;

    /// @param script the launcher; of a checkout's build the checkout's own, which is always there
    private ServiceUnit(
            String name,
            String description,
            Path script,
            List<String> words,
            Map<String, String> variables) {
        this.name = name;
        this.description = description;
        this.command =
                Stream.concat(Stream.of(lasting(script).toString()), words.stream()).toList();
        this.variables = variables;
    }

    public static ServiceUnit ofRunner(
            Path script, Map<String, String> environment, RunnerOptions options) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HAPI_RUNNER_SUPERVISED", "1");
        Stream<String> programs = FlavorLaunch.ALL.stream().map(FlavorLaunch::pathVariable);
        passOn(Stream.concat(OF_THE_RUNNER.stream(), programs).toList(), environment, variables);
        return new ServiceUnit(
                "runner",
                "HAPI runner, starts coding sessions for the hub",
                script,
                Stream.concat(Stream.of("runner", "start-sync"), options.arguments().stream())
                        .toList(),
                variables);
    }

    /// A home or database that is named by the environment is named by its full path, because a
    /// service runs in a folder of its own.
    public static ServiceUnit ofHub(Path script, Map<String, String> environment) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String path : List.of("HAPI_HOME", "DB_PATH")) {
            String value = environment.getOrDefault(path, "").strip();
            if (!value.isEmpty()) {
                variables.put(
                        path, HapiHome.expand(value, environment).toAbsolutePath().toString());
            }
        }
        passOn(OF_THE_HUB, environment, variables);
        return new ServiceUnit(
                "hub",
                "HAPI hub, serves the pages and keeps the sessions",
                script,
                List.of("hub"),
                variables);
    }

    private static void passOn(
            List<String> names, Map<String, String> environment, Map<String, String> variables) {
        // A service must not begin with a build.
        variables.put("HAPI_NO_BUILD", "1");
        for (String name : names) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                variables.put(name, value);
            }
        }
    }

    private boolean isRunner() {
        return name.equals("runner");
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
                        # Save as ~/.config/systemd/user/hapi-%1$s.service, then:
                        #   systemctl --user daemon-reload
                        #   systemctl --user enable --now hapi-%1$s
                        # To run it while nobody is logged in: loginctl enable-linger
                        [Unit]
                        Description=%2$s
                        StartLimitIntervalSec=300
                        StartLimitBurst=10

                        [Service]
                        Type=simple
                        ExecStart=%3$s
                        """
                                .formatted(name, description, execLine()));
        variables.forEach((name, value) ->
                unit.append("Environment=%s\n".formatted(quoted(name + "=" + value))));
        unit.append(
                isRunner()
                        ? """
                        # Sessions live on when the runner ends.
                        KillMode=process
                        """
                        : """
                        # The first start prints the token; no journal needs to keep it.
                        StandardOutput=null
                        StandardError=journal
                        """);
        unit.append(
                """
                Restart=always
                RestartSec=5

                [Install]
                WantedBy=default.target
                """);
        return unit.toString();
    }

    /// A dollar would be read as a variable, in ExecStart only. The name of a program may have no
    /// quotes there, however they are written; the launcher is a script and may.
    private String execLine() {
        StringBuilder line = new StringBuilder("/bin/sh");
        for (String word : command) {
            line.append(" ").append(quoted(word).replace("$", "$$"));
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
                        <!-- Save as ~/Library/LaunchAgents/hapi.%1$s.plist, then:
                             launchctl enable gui/$(id -u)/hapi.%1$s
                             launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/hapi.%1$s.plist -->
                        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" \
                        "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                        <plist version="1.0">
                        <dict>
                          <key>Label</key>
                          <string>hapi.%1$s</string>
                          <key>ProgramArguments</key>
                          <array>
                        """
                                .formatted(name));
        command.forEach(word -> list.append("    <string>%s</string>\n".formatted(xml(word))));
        list.append("  </array>\n  <key>EnvironmentVariables</key>\n  <dict>\n");
        variables.forEach((name, value) ->
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
                """);
        if (isRunner()) {
            list.append(
                    """
                      <!-- Sessions live on when the runner ends. -->
                      <key>AbandonProcessGroup</key>
                      <true/>
                    """);
        }
        list.append("</dict>\n</plist>\n");
        return list.toString();
    }

    private static String xml(String text) {
        return checked(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
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
