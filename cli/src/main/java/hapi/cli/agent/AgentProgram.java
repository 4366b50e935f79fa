package hapi.cli.agent;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where an agent's program is on this machine, and how it comes there.
///
/// On Windows a program of npm is a shim `name.cmd` beside a script `name` that Windows cannot
/// start: there only names with an ending of `PATHEXT` count.
public final class AgentProgram {
    private static final String WINDOWS_ENDINGS = ".COM;.EXE;.BAT;.CMD";
    private static final Map<String, String> INSTALLERS =
            Map.of(
                    "claude", "npm install -g @anthropic-ai/claude-code",
                    "codex", "npm install -g @openai/codex",
                    "gemini", "npm install -g @google/gemini-cli",
                    "opencode", "npm install -g opencode-ai",
                    "cursor", "see https://cursor.com/cli");

    private AgentProgram() {}

    /// The file named by the flavor's variable, else the first match on PATH, else in the folders
    /// where agents install themselves.
    public static Optional<Path> find(FlavorLaunch flavor, Map<String, String> environment) {
        String named = environment.getOrDefault(flavor.pathVariable(), "").strip();
        if (!named.isEmpty()) {
            return executable(named);
        }
        return inFolders(flavor.program(), environment);
    }

    /// The first match of a program's bare name on PATH, else in the folders where agents install
    /// themselves.
    static Optional<Path> inFolders(String program, Map<String, String> environment) {
        List<String> endings = endings(environment);
        String separator = isWindows(environment) ? ";" : File.pathSeparator;
        String home =
                value(environment, isWindows(environment) ? "USERPROFILE" : "HOME").orElse("");
        return Stream.concat(
                        Stream.of(value(environment, "PATH").orElse("").split(separator, -1)),
                        home.isEmpty()
                                ? Stream.of("/usr/local/bin")
                                : Stream.of(
                                        home + "/.claude/local",
                                        home + "/.local/bin",
                                        "/usr/local/bin"))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder ->
                        endings.stream().map(it -> folder + File.separator + program + it))
                .map(AgentProgram::executable)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// What is appended to a bare name, in the order of preference.
    private static List<String> endings(Map<String, String> environment) {
        if (!isWindows(environment)) {
            return List.of("");
        }
        List<String> endings = new ArrayList<>();
        for (String ending : value(environment, "PATHEXT").orElse(WINDOWS_ENDINGS).split(";", -1)) {
            if (!ending.isBlank()) {
                endings.add(ending.strip().toLowerCase(Locale.ROOT));
            }
        }
        return endings;
    }

    /// Windows says so in a variable that is always set there and nowhere else.
    private static boolean isWindows(Map<String, String> environment) {
        return environment.getOrDefault("OS", "").equals("Windows_NT");
    }

    /// Windows does not tell `Path` from `PATH`.
    private static Optional<String> value(Map<String, String> environment, String name) {
        String exact = environment.get(name);
        if (exact != null || !isWindows(environment)) {
            return Optional.ofNullable(exact);
        }
        return environment.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// A line that tells a person how to get the agent.
    public static String howToInstall(FlavorLaunch flavor) {
        String how = INSTALLERS.get(flavor.flavor().id());
        return how == null
                ? "Install %s so that `%s` is on PATH".formatted(flavor.label(), flavor.program())
                : "Install %s: %s".formatted(flavor.label(), how);
    }

    /// The program, or a sentence for the user.
    public static Path require(FlavorLaunch flavor, Map<String, String> environment)
            throws AgentStartException {
        return find(flavor, environment)
                .orElseThrow(() ->
                        new AgentStartException(
                                List.of(
                                        "%s is not installed or not on PATH: looked for `%s`"
                                                .formatted(flavor.label(), flavor.program()),
                                        howToInstall(flavor),
                                        "Set %s to its full path if it lives elsewhere"
                                                .formatted(flavor.pathVariable()))));
    }

    private static Optional<Path> executable(String name) {
        try {
            Path path = Path.of(name);
            return Files.isRegularFile(path) && Files.isExecutable(path)
                    ? Optional.of(path.toAbsolutePath())
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
