package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A runner: registration, presence, spawning, looking around on its machine.
final class MachineScenario implements Scenario {
    private static final String ID = "spawning-machine";

    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        wire.stream("all", "all=true");
        registering(wire);
        ScriptedPeer runner =
                wire.peer(
                        "runner",
                        Map.of(
                                "token",
                                wire.accessToken(),
                                "clientType",
                                "machine-scoped",
                                "machineId",
                                ID));
        wire.stream("machine", "machineId=" + ID);
        living(wire, runner);
        wire.get("machines", "/api/machines");
        writing(wire, runner);
        String path = "/api/machines/" + ID;
        spawning(wire, cast, runner, path);
        looking(wire, cast, runner, path);
        naming(wire, path);
    }

    private static void registering(Wire wire) {
        wire.get("no machines", "/api/machines");
        wire.cli("register", "POST", "/cli/machines", Bodies.machine(ID));
        wire.cli("register again", "POST", "/cli/machines", Bodies.machine(ID));
        ObjectNode fewer = Json.object().put("id", ID);
        fewer.set(
                "metadata",
                Bodies.json("{'host':'devbox','platform':'linux','happyCliVersion':'1'}"));
        fewer.putNull("runnerState");
        wire.cli("register by a session", "POST", "/cli/machines", fewer);
        wire.cli("register nobody", "POST", "/cli/machines", Bodies.json("{'metadata':{}}"));
        wire.cli("register nothing", "POST", "/cli/machines", Bodies.json("{'id':'x'}"));
        wire.raw(
                "register foreign",
                "POST",
                "/cli/machines",
                Bodies.machine(ID).toString(),
                Map.of("Authorization", "Bearer " + wire.foreignAccessToken()));
        wire.cli("machine", "GET", "/cli/machines/" + ID, null);
        wire.cli("unknown machine", "GET", "/cli/machines/none", null);
        wire.get("inactive machines", "/api/machines");
    }

    private static void living(Wire wire, ScriptedPeer runner) {
        wire.emit("alive", runner, "machine-alive", Bodies.machineAlive(ID));
        ObjectNode healthy = Bodies.machineAlive(ID);
        healthy.set(
                "health",
                Bodies.json(
                        "{'collectedAt':1795358721763,'cpuCount':2,'load1m':3.07,'cpuPercent':89}"));
        wire.emit("alive with health", runner, "machine-alive", healthy);
        ObjectNode strange = healthy.deepCopy();
        ((ObjectNode) strange.path("health")).put("more", 1);
        wire.emit("alive with strange health", runner, "machine-alive", strange);
        wire.emit("alive unknown", runner, "machine-alive", Bodies.machineAlive("none"));
        wire.emit("alive nobody", runner, "machine-alive", Json.object());
    }

    private static void writing(Wire wire, ScriptedPeer runner) {
        ObjectNode state = Json.object().put("machineId", ID).put("expectedVersion", 1);
        state.set("runnerState", Bodies.json("{'status':'running','pid':10,'startedAt':5}"));
        wire.ask("state", runner, "machine-update-state", state);
        wire.ask("stale state", runner, "machine-update-state", state);
        ObjectNode metadata = Json.object().put("machineId", ID).put("expectedVersion", 1);
        metadata.set("metadata", Bodies.machine(ID).path("metadata"));
        JsonNode stale = wire.ask("stale metadata", runner, "machine-update-metadata", metadata);
        wire.ask(
                "metadata",
                runner,
                "machine-update-metadata",
                metadata.put("expectedVersion", stale.path("version").asInt(2)));
        wire.ask("no version", runner, "machine-update-state", Json.object().put("machineId", ID));
        wire.ask(
                "unknown state",
                runner,
                "machine-update-state",
                state.deepCopy().put("machineId", "none"));
    }

    private static void spawning(Wire wire, Cast cast, ScriptedPeer runner, String path) {
        ObjectNode body = Bodies.json("{'directory':'/home/dev/project','agent':'claude'}");
        wire.post("spawn without handler", path + "/spawn", body);
        List<String> answers =
                List.of(
                        "{'type':'success','sessionId':'spawned'}",
                        "{'type':'error','errorMessage':'no'}",
                        "{'type':'error','errorMessage':'no','code':'agent_unavailable','agent':'codex'}",
                        "{'type':'error','errorMessage':'no','code':'other'}",
                        "{'type':'requestToApproveDirectoryCreation','directory':'/x'}",
                        "{'type':'new'}",
                        "{'error':'Directory is required'}");
        int number = 1;
        for (String answer : answers) {
            cast.serve(runner, ID, "spawn-happy-session", answer);
            wire.post("spawn answered " + number++, path + "/spawn", body);
        }
        cast.serve(runner, ID, "spawn-happy-session", "{'type':'success','sessionId':'spawned'}");
        List<String> bodies =
                List.of(
                        "{'directory':'/p'}",
                        "{'directory':'/p','agent':'claude','sessionType':'simple','permissionMode':'default'}",
                        "{'directory':'/p','agent':'claude','model':'opus','effort':'high','yolo':true}",
                        "{'directory':'/p','agent':'codex','modelReasoningEffort':'low','serviceTier':'fast','collaborationMode':'plan'}",
                        "{'directory':'/p','sessionType':'worktree','worktreeName':'w'}",
                        "{'directory':'/p','startingMode':'pty'}",
                        "{'directory':'/p','unknown':1}",
                        "{}",
                        "{'directory':''}",
                        "{'directory':5}",
                        "{'directory':'/p','agent':'other'}",
                        "{'directory':'/p','sessionType':'other'}",
                        "{'directory':'/p','permissionMode':'other'}",
                        "{'directory':'/p','yolo':'x'}",
                        "{'directory':'/p','agent':'agy','startingMode':'pty'}");
        for (String wanted : bodies) {
            wire.post("spawn " + wanted, path + "/spawn", Bodies.json(wanted));
        }
    }

    private static void looking(Wire wire, Cast cast, ScriptedPeer runner, String path) {
        wire.post("paths without handler", path + "/paths/exists", Bodies.json("{'paths':['/a']}"));
        wire.get("agents without handler", path + "/agent-availability");
        wire.post("browse without handler", path + "/list-directory", Bodies.json("{'path':'/a'}"));
        cast.serve(
                runner, ID, "path-exists", "{'exists':{'/a':true},'outsideWorkspaceRoots':['/b']}");
        for (String body :
                List.of("{'paths':[' /a ','/a','/b']}", "{'paths':[]}", "{'paths':[5]}", "{}")) {
            wire.post("paths " + body, path + "/paths/exists", Bodies.json(body));
        }
        cast.serve(
                runner,
                ID,
                "agent-availability",
                "{'agents':[{'agent':'claude','available':true},{'agent':'codex','available':false,'reason':'not_found'}]}");
        wire.get("agents", path + "/agent-availability");
        cast.serve(
                runner,
                ID,
                "list-directory",
                "{'success':true,'entries':[{'name':'a','type':'directory','isGitRepo':true}]}");
        for (String body : List.of("{'path':'/a','includeHidden':true}", "{'path':''}", "{}")) {
            wire.post("browse " + body, path + "/list-directory", Bodies.json(body));
        }
        cast.serve(
                runner,
                ID,
                "list-directory",
                "{'success':false,'error':'Path is not a directory'}");
        wire.post("browse refused", path + "/list-directory", Bodies.json("{'path':'/a'}"));
        cast.serve(
                runner,
                ID,
                "listCodexModels",
                "{'success':true,'models':[{'id':'m','displayName':'M','isDefault':true}]}");
        wire.get("codex models", path + "/codex-models");
        wire.get("pi models without handler", path + "/pi-models");
        wire.get("cursor models without handler", path + "/cursor-models");
        wire.get("opencode models nowhere", path + "/opencode-models");
        cast.serve(
                runner,
                ID,
                "listOpencodeModelsForCwd",
                "{'success':true,'availableModels':[{'modelId':'m','name':'M'}],'currentModelId':'m'}");
        wire.get("opencode models", path + "/opencode-models?cwd=%2Fhome%2Fdev");
    }

    private static void naming(Wire wire, String path) {
        wire.call("name machine", "PATCH", path, Bodies.json("{'displayName':' Desk '}"));
        wire.call("unname machine", "PATCH", path, Bodies.json("{'displayName':''}"));
        wire.call("name nothing", "PATCH", path, Json.object());
        wire.call("name number", "PATCH", path, Bodies.json("{'displayName':5}"));
        wire.call("name long", "PATCH", path, Json.object().put("displayName", "x".repeat(65)));
        wire.get("machines at the end", "/api/machines");
    }
}
