package hapi.testkit.hub.sample;

import hapi.protocol.json.Json;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.ScriptedPeer;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The runner of a machine of the data set. Starts no agents: a spawn is refused in words, a folder
/// is there when its name has no "missing" in it.
public final class PlayedMachine implements AutoCloseable {
    private final SampleMachine machine;
    private final ScriptedPeer peer;

    private PlayedMachine(SampleMachine machine, ScriptedPeer peer) {
        this.machine = machine;
        this.peer = peer;
    }

    /// Stores the machine.
    public static void store(
            HubProcess hub, SampleMachine machine, long nowMillis, Wording wording) {
        ObjectNode hello = Json.object().put("id", machine.id());
        hello.putObject("metadata")
                .put("host", machine.host())
                .put("displayName", machine.host())
                .put("platform", machine.platform())
                .put("happyCliVersion", machine.isOnline() ? "0.30.7" : "0.29.0")
                .put("homeDir", machine.home())
                .put("happyHomeDir", machine.home() + "/.hapi")
                .putArray("workspaceRoots")
                .add(machine.home() + "/projects");
        hello.putObject("runnerState")
                .put("status", machine.isOnline() ? "running" : "offline")
                .put("pid", 4_100 + machine.ordinal())
                .put("startedAt", nowMillis - 86_400_000L);
        hello.set("metadata", wording.of(hello.path("metadata")));
        hub.client().send("POST", "/cli/machines", hello, hub.token()).ok();
    }

    /// Connects its runner.
    public static PlayedMachine connect(HubProcess hub, SampleMachine machine, Wording wording) {
        ScriptedPeer peer =
                ScriptedPeer.connect(
                        hub.url(), "/cli", Map.of("token", hub.token(), "machineId", machine.id()));
        PlayedMachine played = new PlayedMachine(machine, peer);
        if (!peer.outcome().equals("connected")) {
            throw new AssertionError(machine + ": " + peer.outcome());
        }
        SampleFiles files = new SampleFiles(machine.home());
        played.serve(files, wording);
        played.beat();
        return played;
    }

    private void serve(SampleFiles files, Wording wording) {
        String id = machine.id();
        peer.serve(
                id,
                "path-exists",
                params -> {
                    ObjectNode exists = Json.object();
                    for (JsonNode path : params.path("paths")) {
                        exists.put(path.asString(""), !path.asString("").contains("missing"));
                    }
                    ObjectNode answer = Json.object();
                    answer.set("exists", exists);
                    answer.putArray("outsideWorkspaceRoots");
                    return answer;
                });
        peer.serve(
                id,
                "list-directory",
                params -> wording.of(folders(params.path("path").asString(""))));
        peer.serve(id, "agent-availability", _ -> agents());
        peer.serve(
                id,
                "spawn-happy-session",
                _ ->
                        wording.of(
                                Json.object()
                                        .put("type", "error")
                                        .put("errorMessage", "This runner starts no agents.")));
        peer.serve(id, "stop-session", _ -> Json.object().put("status", "already_gone"));
        peer.serve(id, "listCodexModels", it -> wording.of(SampleCatalogue.codexModels(it)));
        peer.serve(id, "listCursorModels", it -> wording.of(SampleCatalogue.models(it)));
        peer.serve(id, "listOpencodeModelsForCwd", it -> wording.of(SampleCatalogue.models(it)));
        peer.serve(id, "listDirectory", files::list);
    }

    private static JsonNode folders(String path) {
        ObjectNode answer = Json.object().put("success", true);
        for (String name : List.of("brass-band", "lanternfish", "seedbank", "tideline", "市集地图")) {
            answer.withArray("entries")
                    .addObject()
                    .put("name", name)
                    .put("type", "directory")
                    .put("isGitRepo", !path.endsWith("projects/x"));
        }
        return answer;
    }

    private static JsonNode agents() {
        ObjectNode answer = Json.object();
        for (String agent : List.of("claude", "codex", "gemini", "opencode")) {
            boolean isThere = !agent.equals("gemini");
            ObjectNode entry =
                    answer.withArray("agents")
                            .addObject()
                            .put("agent", agent)
                            .put("available", isThere);
            if (!isThere) {
                entry.put("reason", "not_found");
            }
        }
        return answer;
    }

    /// Tells the hub that it lives and how it is.
    public void beat() {
        ObjectNode beat =
                Json.object()
                        .put("machineId", machine.id())
                        .put("time", System.currentTimeMillis());
        beat.putObject("health")
                .put("collectedAt", System.currentTimeMillis())
                .put("cpuCount", 8)
                .put("load1m", 1.5 + machine.ordinal())
                .put("cpuPercent", 23 + 60 * machine.ordinal())
                .put("memoryPercent", 48)
                .put("uptimeSeconds", 1_086_000);
        peer.emit("machine-alive", beat);
    }

    /// Waits until the hub has done everything so far.
    public void flush() {
        peer.flush();
    }

    @Override
    public void close() {
        peer.close();
    }
}
