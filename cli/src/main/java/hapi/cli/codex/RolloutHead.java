package hapi.cli.codex;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// What the first line of a rollout file tells.
///
/// @param cwd the folder Codex worked in when it was begun
/// @param at when the chat was begun
/// @param writtenAt when the file was: with the first prompt
/// @param isOfPerson false for a helper that the agent started for a part of its work
record RolloutHead(
        Path file, String id, String cwd, Instant at, Instant writtenAt, boolean isOfPerson) {
    private static final Logger log = LoggerFactory.getLogger(RolloutHead.class);

    /// Empty as long as the first line is not written, or is none of a rollout.
    static Optional<RolloutHead> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            JsonNode first = Json.parse(lines.findFirst().orElse(""));
            JsonNode meta = first.path("payload");
            String id = meta.path("id").asString("");
            if (!first.path("type").asString("").equals("session_meta") || id.isEmpty()) {
                return Optional.empty();
            }
            long at = RolloutReader.millis(meta.path("timestamp").asString(""));
            // A helper's source is an object that names what it is for.
            boolean isOfPerson =
                    !meta.path("source").isObject()
                            && meta.path("thread_source").asString("user").equals("user");
            return Optional.of(
                    new RolloutHead(
                            file,
                            id,
                            meta.path("cwd").asString(""),
                            Instant.ofEpochMilli(at),
                            Instant.ofEpochMilli(
                                    RolloutReader.millis(first.path("timestamp").asString(""))),
                            isOfPerson));
        } catch (IOException | UncheckedIOException | JsonSyntaxException e) {
            log.debug("{} has no head yet: {}", file, e.getMessage());
            return Optional.empty();
        }
    }
}
