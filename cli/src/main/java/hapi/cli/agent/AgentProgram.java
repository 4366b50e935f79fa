package hapi.cli.agent;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where an agent's program is on this machine.
public final class AgentProgram {
    private AgentProgram() {}

    /// The file named by the flavor's variable, else the first match on PATH, else in the folders
    /// where agents install themselves.
    public static Optional<Path> find(FlavorLaunch flavor, Map<String, String> environment) {
        String named = environment.getOrDefault(flavor.pathVariable(), "").strip();
        if (!named.isEmpty()) {
            return executable(named);
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Optional<Path> found =
                    folder.isEmpty()
                            ? Optional.empty()
                            : executable(folder + File.separator + flavor.program());
            if (found.isPresent()) {
                return found;
            }
        }
        String home = environment.getOrDefault("HOME", "");
        return List.of(
                        home + "/.claude/local/" + flavor.program(),
                        home + "/.local/bin/" + flavor.program(),
                        "/usr/local/bin/" + flavor.program())
                .stream()
                .map(AgentProgram::executable)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// The program, or a sentence for the user.
    public static Path require(FlavorLaunch flavor, Map<String, String> environment)
            throws AgentStartException {
        return find(flavor, environment)
                .orElseThrow(() ->
                        new AgentStartException(
                                ("%s is not installed or not on PATH: looked for `%s`."
                                                + " Set %s to its full path if it lives"
                                                + " elsewhere.")
                                        .formatted(
                                                flavor.label(),
                                                flavor.program(),
                                                flavor.pathVariable())));
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
