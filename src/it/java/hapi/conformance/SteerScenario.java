package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.List;

/// Prompts that wait and are to go into the running turn, and what the hub makes of a retry or a
/// cancel of what is on its way there.
final class SteerScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        wire.stream("all", "all=true");
        for (String flavor : List.of("codex", "pi", "cursor")) {
            steering(wire, cast, flavor);
        }
        String id = cast.session("gemini", "gemini");
        cast.active("gemini", id);
        wire.post("gemini unknown", messages(id) + "/none/steer", Json.object());
        onItsWay(wire, cast);
    }

    private static void steering(Wire wire, Cast cast, String flavor) {
        String id = cast.session(flavor, flavor);
        String path = messages(id);
        ScriptedPeer cli = wire.sessionPeer(flavor, id);
        steer(wire, flavor + " inactive", path, "none");
        wire.emit("alive " + flavor, cli, "session-alive", Bodies.alive(id));
        steer(wire, flavor + " unknown", path, "none");
        wire.post(
                flavor + " send",
                path,
                Bodies.json("{'text':'a','localId':'A','deliveryMode':'steer'}"));
        steer(wire, flavor + " without a handler", path, "A");
        for (String answer :
                List.of(
                        "{'steered':true}",
                        "{'steered':false,'error':'no turn'}",
                        "{'steered':false}",
                        "{}")) {
            cast.serve(cli, id, "steer-queued-message", answer);
            steer(wire, flavor + " " + answer, path, "A");
        }
        wire.emit(
                flavor + " consumed",
                cli,
                "messages-consumed",
                Bodies.json("{'localIds':['A'],'steered':true}").put("sid", id));
        steer(wire, flavor + " invoked", path, "A");
        long later = System.currentTimeMillis() + 3_600_000;
        wire.post(
                flavor + " schedule",
                path,
                Json.object().put("text", "s").put("localId", "S").put("scheduledAt", later));
        steer(wire, flavor + " scheduled", path, "S");
        wire.ask(
                flavor + " goes to its terminal",
                cli,
                "update-state",
                Bodies.state(id, 1, "{'controlledByUser':true}"));
        steer(wire, flavor + " at its terminal", path, "S");
    }

    private static void onItsWay(Wire wire, Cast cast) {
        String id = cast.session("claude", "claude");
        String path = messages(id);
        ScriptedPeer cli = cast.active("claude", id);
        for (String local : List.of("D", "E", "F", "G")) {
            wire.post("send " + local, path, Json.object().put("text", "t").put("localId", local));
        }
        var dispatching = Bodies.json("{'localIds':['D'],'state':'dispatching'}").put("sid", id);
        wire.ask("dispatching", cli, "messages-steer-state", dispatching);
        cli.acknowledging("cancel-queued-message", Bodies.json("{'removed':true}"));
        wire.call("cancel dispatching", "DELETE", path + "/D", null);
        wire.emit(
                "indeterminate",
                cli,
                "messages-indeterminate",
                Bodies.json("{'localIds':['E','F']}").put("sid", id));
        wire.emit("alive with some left", cli, "session-alive", Bodies.alive(id));
        wire.emit("thinks by itself", cli, "session-alive", Bodies.alive(id).put("thinking", true));
        wire.emit("thinks no more", cli, "session-alive", Bodies.alive(id));
        cli.acknowledging("cancel-queued-message", Bodies.json("{'consumed':true}"));
        wire.post("retry what was taken", path + "/E/retry", Json.object());
        cli.acknowledging("cancel-queued-message", Bodies.json("{'inFlight':true}"));
        wire.post("retry what is in flight", path + "/F/retry", Json.object());
        wire.post("send without id", path, Json.object().put("text", "now"));
    }

    private static void steer(Wire wire, String name, String path, String message) {
        wire.post(name, path + "/" + message + "/steer", Json.object());
    }

    private static String messages(String id) {
        return "/api/sessions/" + id + "/messages";
    }
}
