package hapi.cli.runner;

import hapi.cli.spawn.ProcessMark;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// `runner.state.json` in a home: where its runner is.
final class RunnerFiles {
    private final HapiHome home;
    private final Path state;

    RunnerFiles(HapiHome home) {
        this.home = home;
        this.state = home.resolve("runner.state.json");
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

    /// The state of a runner whose very process lives.
    Optional<RunnerState> readLive() {
        return read().filter(written -> written.mark().isAlive());
    }

    void write(RunnerState written) throws IOException {
        home.create();
        HapiHome.writePrivate(state, Json.write(written).getBytes(StandardCharsets.UTF_8));
    }

    /// Removes the state if it is this process's.
    void release() throws IOException {
        if (read().filter(written -> written.mark().equals(ProcessMark.own())).isPresent()) {
            Files.deleteIfExists(state);
        }
    }
}
