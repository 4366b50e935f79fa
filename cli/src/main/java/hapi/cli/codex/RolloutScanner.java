package hapi.cli.codex;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds and follows the rollout files of one run of Codex's screen. Codex writes one with the
/// first prompt and nobody tells its name: it is the one of the known session, else the one of this
/// folder that was begun nearest to the start of the run, at most two minutes away, else one of
/// this folder that an older session goes on in.
///
/// `/new` and `/resume` in the screen go to another file. What the run has open tells which; where
/// that is not known, it is a file of this folder that was begun after all that ours say, while
/// none of ours has a turn running. Single-threaded.
final class RolloutScanner {
    private static final Logger log = LoggerFactory.getLogger(RolloutScanner.class);
    private static final Duration NEAR = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(600);

    /// A file may have been begun just before a look that did not find it.
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private final RolloutFiles files;
    private final Path folder;
    private final @Nullable String knownId;
    private final Instant startedAt;
    private final OpenRollouts open;
    private final Clock clock;
    private final List<Followed> followed = new ArrayList<>();
    private Instant lookAt;
    private Instant lookedAt;
    private @Nullable String current;

    /// A file and how far it was read.
    private static final class Followed {
        final RolloutHead head;
        final GrowingFile file;
        final RolloutReader reader;
        boolean isTurnRunning;

        Followed(RolloutHead head, Instant since, Clock clock) {
            this.head = head;
            this.file = new GrowingFile(head.file());
            this.reader = new RolloutReader(head.id(), since, clock);
        }
    }

    /// @param knownId the session the run goes on with, null when it begins one
    /// @param startedAt not after the start of the run
    RolloutScanner(
            RolloutFiles files,
            Path folder,
            @Nullable String knownId,
            Instant startedAt,
            OpenRollouts open,
            Clock clock) {
        this.files = files;
        this.folder = folder;
        this.knownId = knownId;
        this.startedAt = startedAt;
        this.open = open;
        this.clock = clock;
        this.lookAt = startedAt;
        this.lookedAt = startedAt;
    }

    /// The session the screen works in: the one whose file is followed, of several the one that a
    /// turn began in last.
    Optional<String> sessionId() {
        return Optional.ofNullable(current);
    }

    /// What was said since the last call.
    List<RolloutReader.Said> poll() {
        List<RolloutReader.Said> all = readAll();
        Instant now = clock.instant();
        if (!now.isBefore(lookAt)) {
            lookAt = now.plus(LOOK_EVERY);
            if (followed.isEmpty()) {
                first().ifPresent(head -> {
                    follow(head, startedAt);
                    current = head.id();
                });
            } else {
                others().forEach(head -> follow(head, since(head)));
            }
            lookedAt = now;
            all.addAll(readAll());
        }
        return all;
    }

    /// As [#poll], and looks for files even if that was done a moment ago.
    List<RolloutReader.Said> pollLast() {
        lookAt = startedAt;
        return poll();
    }

    /// A file that was there before the screen went to it tells nothing new of the time before.
    private Instant since(RolloutHead head) {
        return head.writtenAt().isBefore(lookedAt.minus(MARGIN)) ? lookedAt : startedAt;
    }

    private void follow(RolloutHead head, Instant since) {
        log.debug("follows {}", head.file());
        followed.add(new Followed(head, since, clock));
    }

    private List<RolloutReader.Said> readAll() {
        List<RolloutReader.Said> all = new ArrayList<>();
        for (Followed from : followed) {
            all.addAll(read(from));
        }
        return all;
    }

    private List<RolloutReader.Said> read(Followed from) {
        List<RolloutReader.Said> all = new ArrayList<>();
        try {
            from.file.more().forEach(line -> all.addAll(from.reader.read(line)));
        } catch (IOException e) {
            log.warn("cannot read the rollout of {}: {}", from.head.id(), e.getMessage());
        }
        for (RolloutReader.Said said : all) {
            switch (said) {
                case RolloutReader.Said.TurnStarted() -> {
                    from.isTurnRunning = true;
                    current = from.head.id();
                }
                case RolloutReader.Said.TurnEnded() -> from.isTurnRunning = false;
                case RolloutReader.Said.Message _ -> {}
            }
        }
        return all;
    }

    private Optional<RolloutHead> first() {
        if (knownId != null) {
            return files.find(knownId)
                    .map(file -> new RolloutHead(file, knownId, "", startedAt, startedAt, true));
        }
        List<RolloutHead> here =
                // A file system may keep times in whole seconds.
                files.writtenSince(startedAt.minusSeconds(1)).stream()
                        .map(RolloutHead::read)
                        .flatMap(Optional::stream)
                        .filter(this::isOfThisFolder)
                        .toList();
        return here.stream()
                .filter(head -> distance(head).compareTo(NEAR) <= 0)
                .min((a, b) -> distance(a).compareTo(distance(b)))
                .or(() -> here.stream().filter(h -> h.at().isBefore(startedAt)).findFirst());
    }

    /// Files that the person went to from the first one.
    private List<RolloutHead> others() {
        List<Path> known = followed.stream().map(it -> it.head.file().toAbsolutePath()).toList();
        List<Path> opened = open.now();
        if (!opened.isEmpty()) {
            return opened.stream()
                    .filter(file -> !known.contains(file))
                    .map(RolloutHead::read)
                    .flatMap(Optional::stream)
                    .filter(RolloutHead::isOfPerson)
                    .toList();
        }
        if (followed.stream().anyMatch(it -> it.isTurnRunning)) {
            return List.of();
        }
        Instant last =
                followed.stream()
                        .map(it -> it.reader.lastLineAt())
                        .max(Instant::compareTo)
                        .orElse(startedAt);
        return files.begunBetween(startedAt, clock.instant()).stream()
                .filter(file -> !known.contains(file.toAbsolutePath()))
                .map(RolloutHead::read)
                .flatMap(Optional::stream)
                .filter(this::isOfThisFolder)
                .filter(head -> head.at().isAfter(last))
                .toList();
    }

    private boolean isOfThisFolder(RolloutHead head) {
        return head.isOfPerson() && head.cwd().equals(folder.toString());
    }

    private Duration distance(RolloutHead head) {
        return Duration.between(startedAt, head.at()).abs();
    }
}
