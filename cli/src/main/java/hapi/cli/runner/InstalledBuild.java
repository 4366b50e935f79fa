package hapi.cli.runner;

import hapi.cli.config.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The build that a launcher script starts, as it was when this object was made, and whether
/// another one is installed by now. A distribution is exchanged in place; a checkout makes a new
/// folder beside the old one and names it in `current`.
final class InstalledBuild {
    private static final List<String> FILES = List.of("hapi", "version", "cli/hapi-cli.jar");

    private final @Nullable Path script;
    private final String stamp;
    private String lastSeen;

    private InstalledBuild(@Nullable Path script) {
        this.script = script;
        this.stamp = script == null ? "" : stampOf(script);
        this.lastSeen = this.stamp;
    }

    /// Without a script there is no installation, and never another build.
    static InstalledBuild of(Launcher launcher) {
        return new InstalledBuild(launcher.script().orElse(null));
    }

    /// Differs between two builds; empty without a script.
    String stamp() {
        return stamp;
    }

    /// The script of the build that is installed now, when it is another one and did not change
    /// since the last look: half an installation is not started. For one thread.
    Optional<Path> newer() {
        if (script == null) {
            return Optional.empty();
        }
        Path installed = current().orElse(script);
        String seen = installed + stampOf(installed);
        boolean isOther = !installed.equals(script) || !stampOf(script).equals(stamp);
        boolean isSettled = seen.equals(lastSeen);
        lastSeen = seen;
        return Optional.of(installed).filter(_ -> isOther && isSettled).filter(Files::isExecutable);
    }

    /// The script that a checkout's `current` names.
    private Optional<Path> current() {
        Path folder = script == null ? null : script.toAbsolutePath().getParent();
        if (folder == null || folder.getParent() == null) {
            return Optional.empty();
        }
        Path named = folder.resolveSibling("current");
        try {
            String id = Files.isRegularFile(named) ? Files.readString(named).strip() : "";
            return id.matches("[\\w.-]{1,100}")
                    ? Optional.of(folder.resolveSibling(id).resolve("hapi"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String stampOf(Path script) {
        StringBuilder stamp = new StringBuilder();
        for (String name : FILES) {
            Path file = name.equals("hapi") ? script : script.resolveSibling(name);
            try {
                stamp.append(
                        "%s:%d:%d;"
                                .formatted(
                                        name,
                                        Files.size(file),
                                        Files.getLastModifiedTime(file).toMillis()));
            } catch (IOException e) {
                stamp.append(name).append(":none;");
            }
        }
        return stamp.toString();
    }
}
