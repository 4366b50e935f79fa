package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Versioned updates, rooms, errors and the registration of calls.
final class SocketScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        wire.stream("all", "all=true");
        String id = cast.session("session", "claude");
        ScriptedPeer cli = cast.active("cli", id);
        ScriptedPeer second = wire.sessionPeer("second", id);
        ScriptedPeer roomless = wire.peer("roomless", Map.of("token", wire.accessToken()));
        ScriptedPeer foreign =
                wire.peer("foreign", Map.of("token", wire.foreignAccessToken(), "sessionId", id));
        states(wire, cli, id);
        metadata(wire, cli, second, id);
        roomless(wire, roomless, foreign, id);
        calls(wire, cast, cli, second, id);
        wire.ask("ping", cli, "ping", Json.parse("null"));
        wire.emit("unknown event", cli, "no-such-event", Json.object());
        wire.emit("usage report", cli, "usage-report", Json.object().put("sid", id));
        wire.emit(
                "session ready",
                cli,
                "session-ready",
                Json.object().put("sid", id).put("time", System.currentTimeMillis()));
        wire.ask(
                "steer state unknown",
                cli,
                "messages-steer-state",
                Bodies.json("{'sid':'none','localIds':['x'],'state':'queued'}"));
        ObjectNode steer = Bodies.json("{'localIds':['x'],'state':'other'}").put("sid", id);
        wire.ask("steer state wrong", cli, "messages-steer-state", steer);
        wire.ask(
                "steer state of nothing",
                cli,
                "messages-steer-state",
                steer.deepCopy().put("state", "dispatching"));
        wire.post(
                "send",
                "/api/sessions/" + id + "/messages",
                Bodies.json("{'text':'x','localId':'Q1'}"));
        ObjectNode queued = Bodies.json("{'localIds':['Q1']}").put("sid", id);
        wire.ask(
                "dispatching",
                cli,
                "messages-steer-state",
                queued.deepCopy().put("state", "dispatching"));
        wire.emit("alive while dispatching", cli, "session-alive", Bodies.alive(id));
        wire.ask(
                "queued again",
                cli,
                "messages-steer-state",
                queued.deepCopy().put("state", "queued"));
        wire.emit("indeterminate", cli, "messages-indeterminate", queued);
        wire.get("page with indeterminate", "/api/sessions/" + id + "/messages");
    }

    private static void states(Wire wire, ScriptedPeer cli, String id) {
        wire.ask(
                "state",
                cli,
                "update-state",
                Bodies.state(id, 1, "{'controlledByUser':false,'unknown':1}"));
        wire.ask("state again", cli, "update-state", Bodies.state(id, 1, "{}"));
        wire.ask("state null", cli, "update-state", Bodies.state(id, 2, "null"));
        wire.get("detail without state", "/api/sessions/" + id);
        wire.ask(
                "state missing",
                cli,
                "update-state",
                Json.object().put("sid", id).put("expectedVersion", 3));
        ObjectNode half = Bodies.state(id, 1, "{}");
        half.put("expectedVersion", 1.5);
        wire.ask("state half a version", cli, "update-state", half);
        wire.ask("state unknown", cli, "update-state", Bodies.state("none", 1, "{}"));
        wire.ask("state nobody", cli, "update-state", Json.object());
        wire.ask(
                "state broken request",
                cli,
                "update-state",
                Bodies.state(id, 3, "{'requests':{'r':{'arguments':1}}}"));
        wire.get("detail with broken state", "/api/sessions/" + id);
    }

    private static void metadata(Wire wire, ScriptedPeer cli, ScriptedPeer second, String id) {
        int version = 1;
        JsonNode answer =
                wire.ask(
                        "metadata",
                        cli,
                        "update-metadata",
                        write(
                                id,
                                version,
                                "{'name':'n','strange':{'a':1},'claudeSessionId':'c1','supersededBySessionId':'x'}"));
        version = answer.path("version").asInt(2);
        wire.get("detail with strange metadata", "/api/sessions/" + id);
        answer =
                wire.ask(
                        "metadata carries forward",
                        second,
                        "update-metadata",
                        write(id, version, "{'name':'m'}"));
        version = answer.path("version").asInt(3);
        wire.ask("metadata stale", cli, "update-metadata", write(id, 1, "{'name':'o'}"));
        answer =
                wire.ask(
                        "metadata deletes",
                        cli,
                        "update-metadata",
                        write(
                                id,
                                version,
                                "{'claudeSessionId':null,'summary':{'text':'s','updatedAt':5}}"));
        version = answer.path("version").asInt(4);
        wire.get("list with summary", "/api/sessions");
        answer =
                wire.ask(
                        "metadata wrong type",
                        cli,
                        "update-metadata",
                        write(id, version, "{'name':5}"));
        version = answer.path("version").asInt(5);
        wire.get("detail with wrong type", "/api/sessions/" + id);
        wire.ask("metadata text", cli, "update-metadata", write(id, version, "'text'"));
        wire.ask("metadata unknown", cli, "update-metadata", write("none", 1, "{}"));
        wire.ask(
                "metadata missing",
                cli,
                "update-metadata",
                Json.object().put("sid", id).put("expectedVersion", 1));
    }

    private static void roomless(
            Wire wire, ScriptedPeer roomless, ScriptedPeer foreign, String id) {
        wire.emit(
                "roomless message",
                roomless,
                "message",
                Bodies.message(id, Bodies.said("from outside")));
        wire.emit(
                "foreign message", foreign, "message", Bodies.message(id, Bodies.said("intruder")));
        wire.emit("foreign alive", foreign, "session-alive", Bodies.alive(id));
        wire.ask("foreign state", foreign, "update-state", Bodies.state(id, 9, "{}"));
        wire.emit(
                "foreign end", foreign, "session-end", Json.object().put("sid", id).put("time", 1));
        wire.emit(
                "foreign consumed",
                foreign,
                "messages-consumed",
                Bodies.json("{'localIds':['x']}").put("sid", id));
        wire.emit("foreign machine", foreign, "machine-alive", Bodies.machineAlive("none"));
    }

    private static void calls(
            Wire wire, Cast cast, ScriptedPeer cli, ScriptedPeer second, String id) {
        String path = "/api/sessions/" + id + "/git-status";
        wire.emit("register nothing", cli, "rpc-register", Json.object());
        wire.emit("register empty", cli, "rpc-register", Bodies.json("{'method':''}"));
        wire.get("call nobody", path);
        cast.serve(cli, id, "git-status", "{'success':true,'stdout':'one'}");
        wire.get("call one", path);
        cast.serve(second, id, "git-status", "{'success':true,'stdout':'two'}");
        wire.get("call the last", path);
        wire.emit("unregister of another", cli, "rpc-unregister", Bodies.method(id, "git-status"));
        wire.get("call still the last", path);
        wire.emit("unregister", second, "rpc-unregister", Bodies.method(id, "git-status"));
        wire.get("call nobody again", path);
    }

    private static ObjectNode write(String id, int version, String value) {
        ObjectNode write = Json.object().put("sid", id).put("expectedVersion", version);
        write.set("metadata", Json.parse(value.replace('\'', '"')));
        return write;
    }
}
