package hapi.hub.api;

import hapi.hub.config.HubSettings;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Routes that the published page asks at every visit for features we do not have; each says that
/// there is nothing. The size of the database is real. Source: protocol/pwa-probe.md section 2.
@RestController
class SideRoutesController {
    private static final String OWNER = "default";

    private final HubSettings settings;
    private final SessionScopes scopes;

    SideRoutesController(HubSettings settings, SessionScopes scopes) {
        this.settings = settings;
        this.scopes = scopes;
    }

    @GetMapping("/api/hub-settings")
    JsonNode hubSettings() {
        return Json.object()
                .put("sessionSummaryContract", false)
                .put("sessionSummaryInChat", false);
    }

    @GetMapping("/api/sessions/{id}/scratchlist")
    JsonNode scratchlist(Namespace namespace, @PathVariable String id) {
        scopes.session(namespace, id);
        return empty("entries");
    }

    @GetMapping("/api/voice/transcription/providers")
    JsonNode transcriptionProviders() {
        return empty("providers");
    }

    @GetMapping("/api/voice/backend")
    JsonNode voiceBackend() {
        ObjectNode answer = Json.object().putNull("backend");
        answer.putArray("backends");
        return answer;
    }

    @GetMapping("/api/storage/sqlite")
    JsonNode storage(Namespace namespace) {
        if (!namespace.value().equals(OWNER)) {
            throw ApiException.of(403, "Storage usage is only available to the hub owner");
        }
        Path database = settings.database();
        long main = size(database);
        long wal = size(database.resolveSibling(database.getFileName() + "-wal"));
        long shm = size(database.resolveSibling(database.getFileName() + "-shm"));
        return Json.object()
                .put("path", database.toString())
                .put("databaseBytes", main)
                .put("walBytes", wal)
                .put("shmBytes", shm)
                .put("totalBytes", main + wal + shm);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see " + file, e);
        }
    }

    private static ObjectNode empty(String list) {
        ObjectNode answer = Json.object();
        answer.putArray(list);
        return answer;
    }
}
