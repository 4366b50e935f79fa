package hapi.cli.claude;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where an interactive Claude writes what its sub-agents say: `<session id>/subagents/` beside the
/// transcript, one file each, with a file that names the tool call which started it (2.1.197,
/// measured). Single-threaded.
final class SubAgentFiles {
    private static final Logger log = LoggerFactory.getLogger(SubAgentFiles.class);
    private static final String TRANSCRIPT = ".jsonl";
    private static final String ABOUT = ".meta.json";

    private final Set<Path> known = new HashSet<>();

    /// Files that appeared since the last call, with the id of the call each belongs to.
    Map<Path, String> fresh(Path transcript) {
        Path folder = folder(transcript);
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        Map<Path, String> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> abouts =
                    files.filter(file -> file.getFileName().toString().endsWith(ABOUT))
                            .filter(file -> !known.contains(file))
                            .sorted()
                            .toList();
            for (Path about : abouts) {
                String name = about.getFileName().toString();
                String call = Json.parse(Files.readString(about)).path("toolUseId").asString("");
                known.add(about);
                if (!call.isEmpty()) {
                    String agent = name.substring(0, name.length() - ABOUT.length());
                    found.put(folder.resolve(agent + TRANSCRIPT), call);
                }
            }
        } catch (IOException | JsonSyntaxException e) {
            // Half written: it is whole at the next look.
            log.debug("cannot read {} yet: {}", folder, e.getMessage());
        }
        return found;
    }

    private static Path folder(Path transcript) {
        String name = transcript.getFileName().toString();
        String session =
                name.endsWith(TRANSCRIPT)
                        ? name.substring(0, name.length() - TRANSCRIPT.length())
                        : name;
        return transcript.resolveSibling(session).resolve("subagents");
    }
}
