package hapi.cli.runner;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/// `runner.state.json` and its lock in a home: one runner per home. The lock file holds the process
/// id of its owner and is taken over when that process is dead.
final class RunnerFiles {
    private static final int ATTEMPTS = 5;
    private final HapiHome home;
    private final Path state;
    private final Path lock;

    RunnerFiles(HapiHome home) {
        this.home = home;
        this.state = home.resolve("runner.state.json");
        this.lock = home.resolve("runner.state.json.lock");
    }

    Path stateFile() {
        return state;
    }

    /// The written state, whoever wrote it; empty when there is none or it cannot be read.
    Optional<RunnerState> read() {
        try {
            return Optional.of(Json.read(Files.readString(state), RunnerState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JsonSyntaxException e) {
            return Optional.empty(); // Half a file of a crashed writer: as if there were none.
        }
    }

    /// The state of a runner whose process lives.
    Optional<RunnerState> readLive() {
        return read().filter(written -> Processes.isAlive(written.pid()));
    }

    void write(RunnerState written) throws IOException {
        home.create();
        HapiHome.writePrivate(state, Json.write(written).getBytes(StandardCharsets.UTF_8));
    }

    /// True when the lock is ours now; false when another living runner has it.
    boolean tryLock() throws IOException {
        home.create();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Files.writeString(
                        lock,
                        Long.toString(ProcessHandle.current().pid()),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
                return true;
            } catch (FileAlreadyExistsException e) {
                if (ownerIsDead()) {
                    Files.deleteIfExists(lock);
                } else {
                    Processes.pause(Duration.ofMillis(200L * (attempt + 1)));
                }
            }
        }
        return false;
    }

    /// Removes state and lock if they are still ours.
    void release() throws IOException {
        long own = ProcessHandle.current().pid();
        if (read().filter(written -> written.pid() == own).isPresent()) {
            Files.deleteIfExists(state);
        }
        if (owner().filter(pid -> pid == own).isPresent()) {
            Files.deleteIfExists(lock);
        }
    }

    private boolean ownerIsDead() {
        // An empty lock is one that is being written; it ages by the attempts.
        return owner().map(pid -> !Processes.isAlive(pid)).orElse(false);
    }

    private Optional<Long> owner() {
        try {
            String text = Files.readString(lock).strip();
            return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
