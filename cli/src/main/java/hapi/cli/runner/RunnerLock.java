package hapi.cli.runner;

import hapi.cli.spawn.ProcessMark;
import hapi.cli.spawn.Processes;
import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/// One runner per home. The lock file says whose it is: process id on the first line, as published
/// runners write it, and when that process began on the second. It outlives a crash and is taken
/// over when that very process is dead, even if another one got its id.
///
/// INVARIANT: looking at the file and taking it is one step, guarded by a lock of the system on a
/// file beside it: of two that find a dead owner's file one wins.
final class RunnerLock {
    private static final int ATTEMPTS = 5;

    private final HapiHome home;
    private final Path file;
    private final Path guard;

    RunnerLock(HapiHome home) {
        this.home = home;
        this.file = home.resolve("runner.state.json.lock");
        this.guard = home.resolve("runner.state.json.guard");
    }

    /// True when the lock is ours now; false when a living runner keeps it for three seconds.
    boolean tryTake() throws IOException {
        home.create();
        for (int attempt = 1; ; attempt++) {
            // A published runner's file is empty for a moment; one that stays so is a crash's.
            if (tryOnce(attempt < ATTEMPTS)) {
                return true;
            }
            if (attempt == ATTEMPTS) {
                return false;
            }
            Processes.pause(Duration.ofMillis(200L * attempt));
        }
    }

    private boolean tryOnce(boolean mayBeInWriting) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null || isHeld(mayBeInWriting)) {
                return false;
            }
            ProcessMark own = ProcessMark.own();
            HapiHome.writePrivate(
                    file,
                    "%d\n%s\n".formatted(own.pid(), own.began()).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private boolean isHeld(boolean mayBeInWriting) {
        return owner().map(ProcessMark::isAlive).orElse(mayBeInWriting && Files.exists(file));
    }

    /// Removes the lock if it is ours.
    void release() throws IOException {
        if (owner().filter(ProcessMark.own()::equals).isPresent()) {
            Files.deleteIfExists(file);
        }
    }

    /// Whose lock it is; empty when there is none, or one that cannot be read.
    Optional<ProcessMark> owner() {
        try {
            String[] lines = Files.readString(file).strip().split("\\R", 2);
            return lines[0].matches("\\d{1,18}")
                    ? Optional.of(
                            new ProcessMark(
                                    Long.parseLong(lines[0]),
                                    lines.length > 1 ? lines[1].strip() : ""))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
