package hapi.cli.claude;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Follows the transcript files of one interactive run and yields entries that are new, once, in
/// the order of the file.
///
/// Entries older than the run are backlog and never yielded: a resumed conversation was mirrored
/// when it happened. Half-written last lines wait for their end. A file that shrank is read again
/// from its start; known uuids keep it from being sent twice. Single-threaded.
final class TranscriptScanner {
    private static final Logger log = LoggerFactory.getLogger(TranscriptScanner.class);
    private static final int MAX_BLOCK = 8 * 1024 * 1024;
    private static final String MODE_NOTE = "permission-mode";
    private static final Set<String> MIRRORED = Set.of("user", "assistant", "system");

    private final Instant startedAt;
    private final Map<Path, Long> cursors = new LinkedHashMap<>();
    private final Map<Path, String> callOfSubAgent = new HashMap<>();
    private final SubAgentFiles subAgents = new SubAgentFiles();
    private final Set<String> seen = new HashSet<>();
    private final Map<Path, String> modes = new HashMap<>();

    TranscriptScanner(Instant startedAt) {
        this.startedAt = startedAt;
    }

    /// Follows this file from now on, beside those followed before: a conversation that was left
    /// may still get its last lines.
    void follow(Path file) {
        cursors.putIfAbsent(file, 0L);
    }

    /// The permission mode that Claude noted last in this file, as of the last poll, maybe in an
    /// earlier run: a screen that ends in order notes the mode it was in, unless it stands there
    /// already (2.1.197, measured).
    Optional<String> notedMode(Path file) {
        return Optional.ofNullable(modes.get(file));
    }

    List<ObjectNode> poll() {
        List<ObjectNode> fresh = new ArrayList<>();
        followSubAgents();
        for (Map.Entry<Path, Long> file : cursors.entrySet()) {
            int before = fresh.size();
            try {
                file.setValue(read(file.getKey(), file.getValue(), fresh));
                nest(callOfSubAgent.get(file.getKey()), fresh.subList(before, fresh.size()));
            } catch (IOException e) {
                log.warn("cannot read transcript {}: {}", file.getKey(), e.getMessage());
            }
        }
        return fresh;
    }

    private void followSubAgents() {
        for (Path transcript : List.copyOf(cursors.keySet())) {
            if (!callOfSubAgent.containsKey(transcript)) {
                subAgents
                        .fresh(transcript)
                        .forEach((file, call) -> {
                            callOfSubAgent.put(file, call);
                            follow(file);
                        });
            }
        }
    }

    /// A reader of a chat finds a sub-agent's place by the call that started it.
    private static void nest(@Nullable String call, List<ObjectNode> entries) {
        if (call != null) {
            entries.forEach(
                    entry -> entry.put("parent_tool_use_id", call).put("parentToolUseId", call));
        }
    }

    private long read(Path path, long cursor, List<ObjectNode> fresh) throws IOException {
        if (!Files.isRegularFile(path)) {
            return cursor;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long length = file.length();
            long at = cursor > length ? 0 : cursor;
            while (at < length) {
                file.seek(at);
                byte[] block = new byte[(int) Math.min(length - at, MAX_BLOCK)];
                file.readFully(block);
                int end = lastNewline(block);
                if (end < 0) {
                    // A line that fills a whole block can never be read: step over it.
                    return block.length == MAX_BLOCK ? at + block.length : at;
                }
                for (String line : new String(block, 0, end, StandardCharsets.UTF_8).split("\n")) {
                    accept(path, line, fresh);
                }
                at += end + 1;
            }
            return at;
        }
    }

    private static int lastNewline(byte[] block) {
        for (int i = block.length - 1; i >= 0; i--) {
            if (block[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void accept(Path file, String line, List<ObjectNode> fresh) {
        try {
            if (line.isBlank() || !(Json.parse(line) instanceof ObjectNode entry)) {
                return;
            }
            if (entry.path("type").asString("").equals(MODE_NOTE)) {
                modes.put(file, entry.path("permissionMode").asString(""));
            } else if (MIRRORED.contains(entry.path("type").asString(""))
                    && entry.path("uuid").isString()
                    && !isOwnNoise(entry)
                    && !isBacklog(entry)
                    && seen.add(entry.path("uuid").stringValue())) {
                fresh.add(entry);
            }
        } catch (JsonSyntaxException e) {
            log.debug("a transcript line is not JSON, skipped");
        }
    }

    /// Our own hooks leave a summary of having run.
    private static boolean isOwnNoise(ObjectNode entry) {
        return entry.path("subtype").asString("").equals("stop_hook_summary");
    }

    private boolean isBacklog(ObjectNode entry) {
        try {
            return Instant.parse(entry.path("timestamp").asString("")).isBefore(startedAt);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
