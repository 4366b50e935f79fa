package hapi.cli.spawn;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `runner-sessions/<pid>.json` in a home: one file per session process, written by the runner that
/// started it and by the process itself when it has its session. This is how the next runner, and
/// nobody's process list, knows which processes are ours. Files of dead processes are removed by
/// whoever reads them.
public final class SessionRecords {
    private static final Logger log = LoggerFactory.getLogger(SessionRecords.class);
    private static final int MAX_FILES = 1000;

    /// `sessionId` is the hub's, null until the process has one.
    public record Entry(
            @JsonProperty("pid") long pid,
            @JsonProperty("began") @Nullable String began,
            @JsonProperty("startedBy") String startedBy,
            @JsonProperty("sessionId") @Nullable String sessionId) {
        public ProcessMark mark() {
            return new ProcessMark(pid, began);
        }
    }

    private final Path folder;

    public SessionRecords(HapiHome home) {
        this.folder = home.resolve("runner-sessions");
    }

    /// Notes a process; what is known of it already stays. The process itself does not know who
    /// started it, so a runner's word counts more, whichever comes first.
    public void note(ProcessMark mark, String startedBy, @Nullable String sessionId) {
        Optional<Entry> before = read(file(mark.pid())).filter(it -> it.mark().equals(mark));
        boolean isKnown = before.isPresent() && !startedBy.equals(ChildSessions.BY_RUNNER);
        String by = isKnown ? before.get().startedBy() : startedBy;
        String id = sessionId == null ? before.map(Entry::sessionId).orElse(null) : sessionId;
        try {
            Files.createDirectories(folder);
            HapiHome.restrictFolder(folder);
            HapiHome.writePrivate(
                    file(mark.pid()),
                    Json.write(new Entry(mark.pid(), mark.began(), by, id))
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.warn("the next runner will not know process {}: {}", mark.pid(), e.getMessage());
        }
    }

    /// Forgets a process; not the one that got its id later.
    void forget(ProcessMark mark) {
        if (read(file(mark.pid())).filter(it -> it.mark().equals(mark)).isPresent()) {
            remove(file(mark.pid()));
        }
    }

    /// Those whose very process lives.
    public List<Entry> alive() {
        List<Entry> alive = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(it -> it.getFileName().toString().matches("\\d{1,18}\\.json"))
                            .limit(MAX_FILES)
                            .toList()) {
                Optional<Entry> entry =
                        read(file).filter(it -> file.equals(file(it.pid())) && it.mark().isAlive());
                entry.ifPresentOrElse(alive::add, () -> remove(file));
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            log.warn("sessions of an earlier runner stay unknown: {}", e.getMessage());
        }
        return alive;
    }

    private Path file(long pid) {
        return folder.resolve(pid + ".json");
    }

    private static Optional<Entry> read(Path file) {
        try {
            return Optional.of(Json.read(Files.readString(file), Entry.class))
                    .filter(entry -> entry.pid() > 0 && entry.startedBy() != null);
        } catch (IOException | JsonSyntaxException e) {
            return Optional.empty(); // None, or half a file of a crash.
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.debug("{} stays: {}", file, e.getMessage());
        }
    }
}
