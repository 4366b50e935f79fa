package hapi.cli.config;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How this very program is started again: the launcher script of the running build (property
/// `hapi.launcher`, variable `HAPI_LAUNCHER`, or the script beside the jar), else this JVM with
/// this class path. A child never rebuilds and never runs another build.
public final class Launcher {
    private final @Nullable Path script;
    private final Map<String, String> environment;

    private Launcher(@Nullable Path script, Map<String, String> environment) {
        this.script = script;
        this.environment = environment;
    }

    public static Launcher find(Map<String, String> environment) {
        return new Launcher(
                executable(System.getProperty("hapi.launcher"))
                        .or(() -> executable(environment.get("HAPI_LAUNCHER")))
                        .or(Launcher::besideTheJar)
                        .orElse(null),
                environment);
    }

    /// Another build's launcher script.
    public static Launcher at(Path script, Map<String, String> environment) {
        return new Launcher(script, environment);
    }

    /// The command that runs `hapi` with these arguments as a child of this process.
    public List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (script != null) {
            command.add(script.toString());
        } else {
            command.addAll(jvm());
        }
        command.addAll(arguments);
        return command;
    }

    /// The command that runs `hapi` with these arguments in a session of its own, so that it
    /// outlives us. With the script it prints the process id of the program and ends; without it,
    /// it becomes the program.
    public List<String> detached(List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (script != null) {
            command.add(script.toString());
            command.add("--detach");
        } else {
            if (setsid().isPresent()) {
                command.add(setsid().get());
            }
            command.addAll(jvm());
        }
        command.addAll(arguments);
        return command;
    }

    /// Whether [#detached] prints the id of the process it leaves behind.
    public boolean printsProcessId() {
        return script != null;
    }

    public Optional<Path> script() {
        return Optional.ofNullable(script);
    }

    private List<String> jvm() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "hapi.cli.Main");
    }

    private Optional<String> setsid() {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, "setsid");
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate.toString());
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> executable(@Nullable String path) {
        if (path == null || path.isBlank()) {
            return Optional.empty();
        }
        Path file = Path.of(path.strip());
        return Files.isExecutable(file) ? Optional.of(file) : Optional.empty();
    }

    /// `<distribution>/cli/hapi-cli.jar` has its script at `<distribution>/hapi`.
    private static Optional<Path> besideTheJar() {
        String first = System.getProperty("java.class.path", "").split(File.pathSeparator, 2)[0];
        if (!first.endsWith("hapi-cli.jar")) {
            return Optional.empty();
        }
        Path distribution = Path.of(first).toAbsolutePath().getParent().getParent();
        return distribution == null
                ? Optional.empty()
                : executable(distribution.resolve("hapi").toString());
    }
}
