package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A session from its making to its removal, as list, detail and stream show it.
final class SessionScenario implements Scenario {
    private static final String CHOSEN = "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d";

    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        wire.stream("all", "all=true");
        wire.get("empty list", "/api/sessions");
        String one = cast.session("one", "claude");
        making(wire, one);
        living(wire, cast, one);
        String path = "/api/sessions/" + one;
        naming(wire, path);
        ScriptedPeer cli = ending(wire, cast, one, path);
        cli.close();
        resuming(wire, cast);
    }

    private static void making(Wire wire, String one) {
        wire.cli(
                "create again",
                "POST",
                "/cli/sessions",
                Bodies.session("tag-one", Bodies.metadata("codex")));
        ObjectNode chosen = Bodies.session("tag-chosen", Bodies.metadata("claude"));
        wire.cli("create with id", "POST", "/cli/sessions", chosen.put("id", CHOSEN));
        wire.cli("create with id again", "POST", "/cli/sessions", chosen);
        wire.cli("tag of another id", "POST", "/cli/sessions", chosen.put("tag", "tag-one"));
        wire.cli("id of another tag", "POST", "/cli/sessions", chosen.put("tag", "tag-new"));
        wire.cli("id is no uuid", "POST", "/cli/sessions", chosen.put("id", "x"));
        wire.cli("create without tag", "POST", "/cli/sessions", Bodies.json("{'metadata':{}}"));
        wire.cli("create without metadata", "POST", "/cli/sessions", Bodies.json("{'tag':'t'}"));
        wire.cli("create empty tag", "POST", "/cli/sessions", Bodies.session("", Json.object()));
        wire.cli(
                "create without path",
                "POST",
                "/cli/sessions",
                Bodies.session("tag-pathless", Bodies.json("{'host':'devbox'}")));
        wire.cli(
                "create with model",
                "POST",
                "/cli/sessions",
                Bodies.session("tag-model", Bodies.metadata("codex"))
                        .put("model", "m1")
                        .put("modelReasoningEffort", "high")
                        .put("effort", "low"));
        wire.cli("cli detail", "GET", "/cli/sessions/" + one, null);
        wire.cli("cli detail unknown", "GET", "/cli/sessions/none", null);
        wire.raw(
                "cli detail foreign",
                "GET",
                "/cli/sessions/" + one,
                null,
                Map.of("Authorization", "Bearer " + wire.foreignAccessToken()));
        wire.get("detail", "/api/sessions/" + one);
        wire.cli("delete chosen", "GET", "/cli/sessions/" + CHOSEN, null);
        wire.call("remove chosen", "DELETE", "/api/sessions/" + CHOSEN, null);
    }

    private static void living(Wire wire, Cast cast, String one) {
        ScriptedPeer cli = cast.active("one", one);
        wire.get("active list", "/api/sessions");
        wire.get("list limit 1", "/api/sessions?limit=1");
        wire.get("list limit 0", "/api/sessions?limit=0&order=updatedAt");
        wire.get("list limit x", "/api/sessions?limit=x");
        wire.get("list other order", "/api/sessions?order=nothing&limit=1.9");
        wire.emit("thinks", cli, "session-alive", Bodies.alive(one).put("thinking", true));
        wire.emit("thinks no more", cli, "session-alive", Bodies.alive(one));
        wire.emit(
                "plan mode", cli, "session-alive", Bodies.alive(one).put("permissionMode", "plan"));
        wire.emit(
                "models",
                cli,
                "session-alive",
                Bodies.alive(one).put("model", "opus").put("effort", "high"));
        wire.emit(
                "no model",
                cli,
                "session-alive",
                Bodies.json("{'model':null}").setAll(Bodies.alive(one)));
        wire.emit("alive long ago", cli, "session-alive", Bodies.alive(one).put("time", 5));
        wire.emit("alive unknown", cli, "session-alive", Bodies.alive("none"));
        wire.emit("alive nobody", cli, "session-alive", Json.object());
        wire.get("detail alive", "/api/sessions/" + one);
    }

    private static void naming(Wire wire, String path) {
        wire.call("rename", "PATCH", path, Bodies.json("{'name':'A name'}"));
        wire.call("rename padded", "PATCH", path, Bodies.json("{'name':'  A name  '}"));
        wire.call("rename empty", "PATCH", path, Bodies.json("{'name':''}"));
        wire.call("rename number", "PATCH", path, Bodies.json("{'name':1}"));
        wire.call("rename long", "PATCH", path, Json.object().put("name", "x".repeat(256)));
        wire.call("rename nothing", "PATCH", path, Json.object());
        for (String mode : List.of("project", "global", "none", "other")) {
            wire.call("pin " + mode, "PUT", path + "/pin", Json.object().put("mode", mode));
        }
        wire.call("pin nothing", "PUT", path + "/pin", Json.object());
        wire.get("list after pins", "/api/sessions");
    }

    private static ScriptedPeer ending(Wire wire, Cast cast, String one, String path) {
        ScriptedPeer cli = wire.sessionPeer("one again", one);
        wire.post("abort without handler", path + "/abort", Json.object());
        wire.post("switch without handler", path + "/switch", Json.object());
        cast.serve(cli, one, "abort", "null");
        cast.serve(cli, one, "switch", "null");
        wire.post("abort", path + "/abort", Json.object());
        wire.post("switch", path + "/switch", Json.object());
        wire.call("delete active", "DELETE", path, null);
        wire.emit(
                "end",
                cli,
                "session-end",
                Json.object()
                        .put("sid", one)
                        .put("time", System.currentTimeMillis())
                        .put("reason", "completed"));
        wire.emit("end again", cli, "session-end", Json.object().put("sid", one).put("time", 5));
        wire.emit(
                "end unknown", cli, "session-end", Json.object().put("sid", "none").put("time", 5));
        wire.post("archive ended", path + "/archive", Json.object());
        wire.post("archive again", path + "/archive", Json.object());
        wire.get("detail archived", path);
        wire.emit("alive again", cli, "session-alive", Bodies.alive(one));
        wire.post("archive unreachable", path + "/archive", Json.object());
        wire.get("detail unreachable", path);
        wire.emit("alive third", cli, "session-alive", Bodies.alive(one));
        cast.serve(cli, one, "killSession", "{'success':true,'message':'ends'}");
        wire.post("archive killed", path + "/archive", Json.object());
        wire.get("detail killed", path);
        wire.call("delete", "DELETE", path, null);
        wire.get("detail deleted", path);
        wire.emit("message to deleted", cli, "message", Bodies.message(one, Bodies.said("late")));
        return cli;
    }

    private static void resuming(Wire wire, Cast cast) {
        ObjectNode metadata = Bodies.metadata("claude").put("machineId", "resume-machine");
        String gone = cast.session("gone", metadata.deepCopy().put("claudeSessionId", "native-1"));
        String path = "/api/sessions/" + gone;
        wire.post("resume no machine", path + "/resume", Json.object());
        wire.post("resume wrong mode", path + "/resume", Bodies.json("{'permissionMode':'ask'}"));
        wire.post("resume no mode", path + "/resume", Bodies.json("{'permissionMode':5}"));
        wire.post("reopen no machine", path + "/reopen", Json.object());
        String pathless = cast.session("pathless", Bodies.json("{'host':'devbox'}"));
        wire.post("resume pathless", "/api/sessions/" + pathless + "/resume", Json.object());

        wire.cli("create machine", "POST", "/cli/machines", Bodies.machine("resume-machine"));
        ScriptedPeer runner =
                wire.peer(
                        "runner",
                        Map.of(
                                "token",
                                wire.accessToken(),
                                "clientType",
                                "machine-scoped",
                                "machineId",
                                "resume-machine"));
        wire.emit("runner alive", runner, "machine-alive", Bodies.machineAlive("resume-machine"));
        ScriptedPeer cli = wire.sessionPeer("gone", gone);
        Function<JsonNode, JsonNode> spawn =
                params -> {
                    cli.emit("session-alive", Bodies.alive(gone));
                    return Json.object().put("type", "success").put("sessionId", gone);
                };
        cast.serve(runner, "resume-machine", Map.of("spawn-happy-session", spawn));
        wire.post("resume", path + "/resume", Bodies.json("{'permissionMode':'plan'}"));
        wire.post("resume active", path + "/resume", Json.object());
        wire.post("reopen active", path + "/reopen", Json.object());
        ObjectNode end = Json.object().put("sid", gone).put("time", System.currentTimeMillis());
        wire.emit("end gone", cli, "session-end", end.put("reason", "terminated"));
        wire.post("archive gone", path + "/archive", Json.object());
        wire.post("reopen", path + "/reopen", Json.object());
        wire.get("detail reopened", path);
        wire.emit("end reopened", cli, "session-end", end);
        cast.serve(
                runner,
                "resume-machine",
                "spawn-happy-session",
                "{'type':'error','errorMessage':'no room'}");
        wire.post("resume refused", path + "/resume", Json.object());
    }
}
