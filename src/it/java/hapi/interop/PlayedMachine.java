package hapi.interop;

import hapi.protocol.json.Json;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.ScriptedPeer;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A machine with a runner but without an agent: it starts sessions when it is asked to, and what
/// it says about folders is true. Keeps itself and its sessions alive on a thread of its own.
final class PlayedMachine implements AutoCloseable {
    private final HubProcess hub;
    private final String id = UUID.randomUUID().toString();
    private final ScriptedPeer runner;
    private final Map<String, PlayedAgent> sessions = new ConcurrentHashMap<>();
    private final ScheduledExecutorService heart =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("played-machine").factory());

    private PlayedMachine(HubProcess hub) {
        this.hub = hub;
        hub.client().send("POST", "/cli/machines", registration(), hub.token()).ok();
        runner =
                ScriptedPeer.connect(
                        hub.url(),
                        "/cli",
                        Map.of(
                                "token",
                                hub.token(),
                                "clientType",
                                "machine-scoped",
                                "machineId",
                                id));
        runner.serve(id, "agent-availability", params -> agents());
        runner.serve(id, "path-exists", PlayedMachine::exists);
        runner.serve(id, "list-directory", PlayedMachine::list);
        runner.serve(id, "spawn-happy-session", this::spawn);
        beat();
        heart.scheduleWithFixedDelay(this::beat, 2, 2, TimeUnit.SECONDS);
    }

    static PlayedMachine start(Stage stage, HubProcess hub) {
        return stage.keep(new PlayedMachine(hub));
    }

    String id() {
        return id;
    }

    /// A session in this folder that is active and does nothing by itself.
    PlayedAgent session(Path folder, String name) {
        PlayedAgent process = PlayedAgent.start(hub, id, folder, name);
        sessions.put(process.id(), process);
        return process;
    }

    /// Waits for the session that was spawned in this folder.
    PlayedAgent awaitSpawned(Path folder) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            for (PlayedAgent process : sessions.values()) {
                if (process.folder().equals(folder)) {
                    return process;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        throw new AssertionError("no session was spawned in " + folder);
    }

    @Override
    public void close() {
        heart.shutdownNow();
        sessions.values().forEach(PlayedAgent::close);
        runner.close();
    }

    private void beat() {
        runner.emit(
                "machine-alive",
                Json.object().put("machineId", id).put("time", System.currentTimeMillis()));
        sessions.values().forEach(PlayedAgent::beat);
    }

    private JsonNode spawn(JsonNode params) {
        Path folder = Path.of(params.path("directory").asString());
        return Json.object()
                .put("type", "success")
                .put("sessionId", session(folder, "spawned").id());
    }

    private ObjectNode registration() {
        ObjectNode body = Json.object().put("id", id);
        ObjectNode metadata =
                body.putObject("metadata")
                        .put("host", "workshop")
                        .put("platform", "linux")
                        .put("happyCliVersion", "0.30.7")
                        .put("homeDir", System.getProperty("user.home"));
        metadata.putArray("capabilities")
                .add("agent-availability")
                .add("cursor-chat-store-status")
                .add("stop-runner");
        body.putObject("runnerState").put("status", "running");
        return body;
    }

    private static JsonNode agents() {
        ObjectNode answer = Json.object();
        ArrayNode agents = answer.putArray("agents");
        agents.addObject().put("agent", "claude").put("available", true);
        for (String agent : List.of("codex", "cursor", "opencode")) {
            agents.addObject()
                    .put("agent", agent)
                    .put("available", false)
                    .put("reason", "not_found");
        }
        return answer;
    }

    private static JsonNode exists(JsonNode params) {
        ObjectNode answer = Json.object();
        ObjectNode exists = answer.putObject("exists");
        params.path("paths")
                .forEach(path ->
                        exists.put(path.asString(), Files.isDirectory(Path.of(path.asString()))));
        return answer;
    }

    private static JsonNode list(JsonNode params) {
        return listing(Path.of(params.path("path").asString()));
    }

    /// The answer to a question for a folder's entries.
    static JsonNode listing(Path folder) {
        ObjectNode answer = Json.object().put("success", true);
        ArrayNode entries = answer.putArray("entries");
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted()
                    .forEach(file ->
                            entries.addObject()
                                    .put("name", file.getFileName().toString())
                                    .put("type", Files.isDirectory(file) ? "directory" : "file"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer;
    }
}
