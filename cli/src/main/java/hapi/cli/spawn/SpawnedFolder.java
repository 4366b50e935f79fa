package hapi.cli.spawn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Closes the gap between the runner's check of a folder and the start of a process in it: the
/// process itself compares where it is with where it was meant to be, before it does anything.
/// Somebody who exchanges a part of the path for a link in between gets no session.
public final class SpawnedFolder {
    /// The folder's real path as the runner checked it; set only where the runner has roots.
    static final String VARIABLE = "HAPI_SPAWN_FOLDER";

    private SpawnedFolder() {}

    /// Whether this process is where its runner meant it to be; true for one that no runner with
    /// roots started.
    public static boolean isOurs(Map<String, String> environment) {
        String meant = environment.getOrDefault(VARIABLE, "");
        try {
            return meant.isEmpty() || Path.of("").toRealPath().equals(Path.of(meant));
        } catch (IOException e) {
            return false;
        }
    }
}
