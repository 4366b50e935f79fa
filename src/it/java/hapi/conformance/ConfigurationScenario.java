package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every setting of a session for every flavour, and every answer a command line can give.
final class ConfigurationScenario implements Scenario {
    private static final List<String> FLAVORS =
            List.of(
                    "claude",
                    "codex",
                    "gemini",
                    "opencode",
                    "cursor",
                    "grok",
                    "agy",
                    "pi",
                    "dsh",
                    "kimi",
                    "copilot",
                    "unheard");
    private static final Map<String, List<String>> MODES =
            Map.of(
                    "claude", List.of("plan", "ask"),
                    "codex", List.of("yolo", "plan"),
                    "opencode", List.of("plan", "read-only"),
                    "cursor", List.of("debug", "auto"),
                    "grok", List.of("auto", "yolo"),
                    "agy", List.of("always-proceed", "default"),
                    "unheard", List.of("plan", "yolo"));

    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        wire.stream("all", "all=true");
        for (String flavor : FLAVORS) {
            String id = cast.session(flavor, flavor);
            ScriptedPeer cli = cast.active(flavor, id);
            cast.serve(
                    cli,
                    id,
                    Map.of(
                            "set-session-config",
                            params -> Json.object().<ObjectNode>set("applied", params)));
            String path = "/api/sessions/" + id;
            for (String mode : MODES.getOrDefault(flavor, List.of("yolo", "auto"))) {
                set(wire, flavor, path, "permission-mode", "{'mode':'%s'}".formatted(mode));
            }
            if (!flavor.equals("pi")) {
                // Its models are pairs, and choosing one rewrites its metadata.
                set(wire, flavor, path, "model", "{'model':'m1'}");
            }
            set(wire, flavor, path, "effort", "{'effort':'high'}");
            set(wire, flavor, path, "model-reasoning-effort", "{'modelReasoningEffort':'low'}");
            set(wire, flavor, path, "service-tier", "{'serviceTier':'fast'}");
            set(wire, flavor, path, "collaboration-mode", "{'mode':'plan'}");
            // A session that is silent for half a minute would speak up in a later step.
            wire.emit(
                    "end " + flavor,
                    cli,
                    "session-end",
                    Json.object().put("sid", id).put("time", System.currentTimeMillis()));
        }
        answers(wire, cast);
    }

    private static void answers(Wire wire, Cast cast) {
        String id = cast.session("moody", "claude");
        String path = "/api/sessions/" + id;
        wire.post("inactive mode", path + "/permission-mode", Bodies.json("{'mode':'plan'}"));
        wire.get("detail inactive mode", path);
        ScriptedPeer cli = cast.active("moody", id);
        set(wire, "no handler", path, "permission-mode", "{'mode':'plan'}");
        List<String> words =
                List.of("{'error':'not now'}", "{'applied':{}}", "{}", "null", "'text'");
        for (String word : words) {
            cast.serve(cli, id, "set-session-config", word);
            set(wire, word, path, "permission-mode", "{'mode':'acceptEdits'}");
        }
        JsonNode nulls = Json.parse("{\"model\":null}");
        cast.serve(cli, id, "set-session-config", "{'applied':{'model':null}}");
        wire.post("model null", path + "/model", nulls);
        cast.serve(
                cli,
                id,
                "set-session-config",
                "{'applied':{'permissionMode':'plan','model':'opus','effort':null}}");
        set(wire, "more applied", path, "permission-mode", "{'mode':'plan'}");
        for (String body : List.of("{}", "{'mode':5}", "{'mode':'no mode'}", "{'mode':null}")) {
            set(wire, body, path, "permission-mode", body);
        }
        for (String body : List.of("{}", "{'model':5}", "{'model':''}")) {
            set(wire, body, path, "model", body);
        }
        set(wire, "pair", path, "model", "{'model':{'provider':'p','modelId':'m'}}");
        set(wire, "number", path, "effort", "{'effort':5}");
        set(wire, "none", path, "effort", "{}");
    }

    private static void set(Wire wire, String who, String path, String what, String body) {
        ObjectNode json = Bodies.json(body);
        wire.post(
                "%s %s %s".formatted(who, what, json.toString().length() > 40 ? "long" : json),
                path + "/" + what,
                json);
    }
}
