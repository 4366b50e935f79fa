package hapi.cli.codex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where Codex keeps its sessions: `$CODEX_HOME/sessions/YYYY/MM/DD/rollout-<time>-<id>.jsonl`.
public final class RolloutFiles {
    private static final Logger log = LoggerFactory.getLogger(RolloutFiles.class);
    private static final int DEPTH = 4;

    private final Path sessions;

    public RolloutFiles(Map<String, String> environment) {
        String home = environment.getOrDefault("CODEX_HOME", "");
        Path folder =
                home.isBlank()
                        ? Path.of(
                                environment.getOrDefault("HOME", System.getProperty("user.home")),
                                ".codex")
                        : Path.of(home);
        this.sessions = folder.resolve("sessions");
    }

    /// The file of a session, if there is one.
    public Optional<Path> find(String id) {
        return id.isEmpty()
                ? Optional.empty()
                : all().stream()
                        .filter(file -> file.getFileName().toString().endsWith("-" + id + ".jsonl"))
                        .findFirst();
    }

    /// Files written since then.
    List<Path> writtenSince(Instant time) {
        return all().stream().filter(file -> !modified(file).isBefore(time)).toList();
    }

    private List<Path> all() {
        if (!Files.isDirectory(sessions)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sessions, DEPTH)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jsonl")).toList();
        } catch (IOException | UncheckedIOException e) {
            log.warn("cannot list {}: {}", sessions, e.getMessage());
            return List.of();
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            // Gone meanwhile.
            return Instant.MIN;
        }
    }
}
