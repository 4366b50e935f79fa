package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What `hapi resume` asks.
final class ResumeScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        String whole =
                cast.session(
                        "whole",
                        claude("c-whole")
                                .put("name", "Named")
                                .<ObjectNode>set(
                                        "summary", Bodies.json("{'text':'Sum','updatedAt':5}")));
        String bare = cast.session("bare", "claude");
        cast.session(
                "codex",
                Bodies.metadata("codex").put("codexSessionId", "x").put("machineId", "m2"));
        cast.session("archived", claude("c-archived").put("lifecycleState", "archived"));
        cast.session("unheard", Bodies.metadata("unheard").put("claudeSessionId", "u"));
        cast.session("no flavor", without(claude("c-flavor"), "flavor"));
        cast.session("no machine", without(claude("c-machine"), "machineId"));
        String placeless = cast.session("placeless", without(claude("c-path"), "path"));
        String nowhere = cast.session("nowhere", claude("c-nowhere").put("path", ""));
        String empty = cast.session("empty", claude(""));
        String other = cast.session("other", Bodies.metadata("codex").put("claudeSessionId", "c"));
        String wish = cast.session("wish", claude("c-wish").put("preferredPermissionMode", "plan"));
        String live = cast.session("live", claude("c-live"));
        ScriptedPeer cli = wire.sessionPeer("live", live);
        ObjectNode alive = Bodies.alive(live).put("model", "opus").put("permissionMode", "plan");
        wire.emit("alive", cli, "session-alive", alive.deepCopy().put("serviceTier", "fast"));
        words(wire, cli, live);
        wire.cli("resumable", "GET", "/cli/sessions/resumable", null);
        for (String machine : List.of("", "machine-of-nobody", "m2", "none")) {
            String path = "/cli/sessions/resumable?machineId=" + machine;
            wire.cli("resumable of " + machine, "GET", path, null);
        }
        for (String id : List.of(whole, bare, placeless, nowhere, empty, other, wish, live)) {
            target(wire, id);
        }
        wire.cli("target unknown", "GET", "/cli/sessions/none/resume-target", null);
        handingOver(wire, cast, cli, live, whole);
        refused(wire, whole);
    }

    /// With an agent's session of its own: two with the same one would be joined.
    private static ObjectNode claude(String agentSessionId) {
        return Bodies.metadata("claude").put("claudeSessionId", agentSessionId);
    }

    private static ObjectNode without(ObjectNode metadata, String key) {
        ObjectNode rest = metadata.deepCopy();
        rest.remove(key);
        return rest;
    }

    private static void target(Wire wire, String id) {
        wire.cli("target of " + wire.nameOf(id), "GET", target(id), null);
    }

    private static String target(String id) {
        return "/cli/sessions/" + id + "/resume-target";
    }

    private static void words(Wire wire, ScriptedPeer cli, String id) {
        for (String said :
                List.of(
                        Bodies.said("an agent first"),
                        "{'role':'user','content':{'type':'text','text':'   '}}",
                        "{'role':'user','content':{'type':'text','text':' first   words\\n of two '}}",
                        "{'role':'user','content':{'type':'text','text':'later'}}")) {
            wire.emit("says " + said, cli, "message", Bodies.message(id, said));
        }
    }

    private static void handingOver(
            Wire wire, Cast cast, ScriptedPeer cli, String live, String whole) {
        handOff(wire, "hand off what does not run", whole);
        handOff(wire, "hand off unknown", "none");
        handOff(wire, "hand off without a handler", live);
        wire.ask(
                "goes to its terminal",
                cli,
                "update-state",
                Bodies.state(live, 1, "{'controlledByUser':true}"));
        wire.cli("target at its terminal", "GET", target(live), null);
        handOff(wire, "hand off at its terminal", live);
        wire.ask(
                "comes back",
                cli,
                "update-state",
                Bodies.state(live, 2, "{'controlledByUser':false}"));
        cast.serve(
                cli,
                live,
                java.util.Map.of(
                        "handoff-local",
                        _ -> {
                            ObjectNode end = Json.object().put("sid", live);
                            end.put("time", System.currentTimeMillis()).put("reason", "handoff");
                            cli.emit("session-end", end);
                            return Bodies.json("{'ok':true}");
                        }));
        handOff(wire, "hand off", live);
        wire.cli("target after it", "GET", target(live), null);
    }

    private static void handOff(Wire wire, String name, String id) {
        wire.cli(name, "POST", "/cli/sessions/" + id + "/handoff-local", Json.object());
    }

    private static void refused(Wire wire, String id) {
        String handOff = "/cli/sessions/" + id + "/handoff-local";
        var bearer = java.util.Map.of("Authorization", "Bearer " + wire.accessToken());
        wire.raw("hand off with broken body", "POST", handOff, "{{{", bearer);
        wire.raw("hand off without body", "POST", handOff, null, bearer);
        var foreign = java.util.Map.of("Authorization", "Bearer " + wire.foreignAccessToken());
        wire.raw("foreign target", "GET", target(id), null, foreign);
        wire.raw("foreign hand off", "POST", handOff, "{}", foreign);
        wire.raw("foreign resumable", "GET", "/cli/sessions/resumable", null, foreign);
        wire.raw("nobody's resumable", "GET", "/cli/sessions/resumable", null, java.util.Map.of());
    }
}
