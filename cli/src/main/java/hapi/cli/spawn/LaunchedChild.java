package hapi.cli.spawn;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session's process that was just started.
///
/// @param process null when the launcher left it behind and it is not our child
/// @param output what it printed so far
record LaunchedChild(ProcessMark mark, @Nullable Process process, Path output) {
    private static final Logger log = LoggerFactory.getLogger(LaunchedChild.class);
    private static final int TAIL_BYTES = 4000;

    /// How it ended, with its last words.
    String ending() {
        String code =
                Optional.ofNullable(process)
                        .filter(ours -> !ours.isAlive())
                        .map(ours -> " with code " + ours.exitValue())
                        .orElse("");
        return "%s: %s".formatted(code, tail(output));
    }

    /// Ends the process and all it started.
    void end(Duration patience) {
        if (mark.isAlive() && !Processes.end(mark.pid(), patience)) {
            log.warn("process {} cannot be ended", mark.pid());
        }
    }

    /// What a session prints later goes to its own log; this file only served the start. It stays
    /// open in the process, so it is unlinked, which on a POSIX system costs nobody anything.
    void discardOutput() {
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            log.debug("{} stays: {}", output, e.getMessage());
        }
    }

    /// The end of a program's output, for people: no colours, nothing that moves a cursor.
    static String tail(Path output) {
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            String text =
                    new String(bytes, StandardCharsets.UTF_8)
                            .replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
                            .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "")
                            .strip();
            return text.isEmpty() ? "it printed nothing" : text;
        } catch (IOException e) {
            return "no output";
        }
    }
}
