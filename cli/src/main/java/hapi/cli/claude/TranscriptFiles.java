package hapi.cli.claude;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where Claude keeps its conversations. Source: agents/claude.md section 5.
public final class TranscriptFiles {
    private final Path projects;

    public TranscriptFiles(Map<String, String> environment) {
        String configured = environment.getOrDefault("CLAUDE_CONFIG_DIR", "");
        Path config =
                configured.isEmpty()
                        ? Path.of(environment.getOrDefault("HOME", ""), ".claude")
                        : Path.of(configured);
        this.projects = config.resolve("projects");
    }

    /// Claude's own settings of this user; maybe there are none.
    Path userSettings() {
        return projects.resolveSibling("settings.json");
    }

    /// The file of a conversation that was started in `folder`.
    public Path of(Path folder, String sessionId) {
        return projectFolder(folder).resolve(sessionId + ".jsonl");
    }

    /// Claude can go on with this conversation: the file exists and holds at least one entry.
    public boolean isResumable(Path folder, String sessionId) {
        if (sessionId.isEmpty() || sessionId.contains("/") || sessionId.contains("..")) {
            return false;
        }
        Path file = of(folder, sessionId);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (hasUuid(line)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasUuid(String line) {
        try {
            return Json.parse(line).path("uuid").isString();
        } catch (JsonSyntaxException e) {
            return false;
        }
    }

    private Path projectFolder(Path folder) {
        String name = folder.toAbsolutePath().toString().replaceAll("[^A-Za-z0-9]", "-");
        return projects.resolve(name);
    }
}
