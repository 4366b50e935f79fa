package hapi.cli.codex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
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
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");

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

    /// Files of sessions that were begun between these times, and some that were begun shortly
    /// before or after: their folders are named by the day.
    List<Path> begunBetween(Instant from, Instant to) {
        List<Path> files = new ArrayList<>();
        // The day is that of the person's clock, which may be a day before or behind.
        LocalDate last = LocalDate.ofInstant(to, ZoneOffset.UTC).plusDays(1);
        LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC).minusDays(1);
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            files.addAll(in(sessions.resolve(DAY.format(day)), 1));
        }
        return files;
    }

    private List<Path> all() {
        return in(sessions, DEPTH);
    }

    private static List<Path> in(Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jsonl")).toList();
        } catch (IOException | UncheckedIOException e) {
            log.warn("cannot list {}: {}", folder, e.getMessage());
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
