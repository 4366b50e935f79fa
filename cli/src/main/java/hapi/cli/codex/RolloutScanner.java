package hapi.cli.codex;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Finds and follows the rollout file of one run of Codex's screen. Codex writes it with the first
/// prompt and nobody tells its name: it is the one of the known session, else the one of this
/// folder that was begun nearest to the start of the run, at most two minutes away, else one of
/// this folder that an older session goes on in. Single-threaded.
final class RolloutScanner {
    private static final Logger log = LoggerFactory.getLogger(RolloutScanner.class);
    private static final Duration NEAR = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(600);

    private final RolloutFiles files;
    private final Path folder;
    private final @Nullable String knownId;
    private final Instant startedAt;
    private final Clock clock;
    private Instant lookAt;
    private @Nullable Followed followed;

    private record Followed(String sessionId, GrowingFile file, RolloutReader reader) {}

    private record Head(Path file, String id, String cwd, Instant at) {}

    /// @param knownId the session the run goes on with, null when it begins one
    RolloutScanner(RolloutFiles files, Path folder, @Nullable String knownId, Clock clock) {
        this.files = files;
        this.folder = folder;
        this.knownId = knownId;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.lookAt = startedAt;
    }

    /// The session whose file is followed.
    Optional<String> sessionId() {
        return Optional.ofNullable(followed).map(Followed::sessionId);
    }

    /// What was said since the last call.
    List<RolloutReader.Said> poll() {
        if (followed == null && !clock.instant().isBefore(lookAt)) {
            lookAt = clock.instant().plus(LOOK_EVERY);
            look().ifPresent(head -> {
                log.debug("follows {}", head.file());
                followed =
                        new Followed(
                                head.id(),
                                new GrowingFile(head.file()),
                                new RolloutReader(head.id(), startedAt, clock));
            });
        }
        return followed == null ? List.of() : read(followed);
    }

    /// As [#poll], and looks for the file even if it was looked for a moment ago.
    List<RolloutReader.Said> pollLast() {
        lookAt = startedAt;
        return poll();
    }

    private static List<RolloutReader.Said> read(Followed from) {
        List<RolloutReader.Said> all = new ArrayList<>();
        try {
            from.file().more().forEach(line -> all.addAll(from.reader().read(line)));
        } catch (IOException e) {
            log.warn("cannot read the rollout of {}: {}", from.sessionId(), e.getMessage());
        }
        return all;
    }

    private Optional<Head> look() {
        if (knownId != null) {
            return files.find(knownId).map(file -> new Head(file, knownId, "", startedAt));
        }
        List<Head> here =
                // A file system may keep times in whole seconds.
                files.writtenSince(startedAt.minusSeconds(1)).stream()
                        .map(RolloutScanner::head)
                        .flatMap(Optional::stream)
                        .filter(head -> head.cwd().equals(folder.toString()))
                        .toList();
        return here.stream()
                .filter(head -> distance(head).compareTo(NEAR) <= 0)
                .min((a, b) -> distance(a).compareTo(distance(b)))
                .or(() -> here.stream().filter(h -> h.at().isBefore(startedAt)).findFirst());
    }

    private Duration distance(Head head) {
        return Duration.between(startedAt, head.at()).abs();
    }

    private static Optional<Head> head(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            JsonNode first = Json.parse(lines.findFirst().orElse(""));
            JsonNode meta = first.path("payload");
            String id = meta.path("id").asString("");
            long at = RolloutReader.millis(meta.path("timestamp").asString(""));
            return first.path("type").asString("").equals("session_meta") && !id.isEmpty()
                    ? Optional.of(
                            new Head(
                                    file,
                                    id,
                                    meta.path("cwd").asString(""),
                                    Instant.ofEpochMilli(at)))
                    : Optional.empty();
        } catch (IOException | java.io.UncheckedIOException | JsonSyntaxException e) {
            log.debug("{} has no head yet: {}", file, e.getMessage());
            return Optional.empty();
        }
    }
}
