package hapi.cli.rpc;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where a program is on the path. Only absolute entries count: `.` would be the workspace, and
/// what lies there is not to be run because of its name.
final class Programs {
    private static final boolean IS_WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private Programs() {}

    static Optional<Path> find(String name, Map<String, String> environment) {
        List<String> names = IS_WINDOWS ? List.of(name + ".exe", name) : List.of(name);
        String path = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
        for (String entry : path.split(File.pathSeparator)) {
            for (String file : names) {
                Optional<Path> program = program(entry, file);
                if (program.isPresent()) {
                    return program;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> program(String folder, String file) {
        try {
            Path program = Path.of(folder, file);
            boolean isThere =
                    program.isAbsolute()
                            && Files.isRegularFile(program)
                            && Files.isExecutable(program);
            return isThere ? Optional.of(program) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
