package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What agents say, what the hub takes from it, and pages of it.
final class MessageScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        wire.stream("all", "all=true");
        String id = cast.session("session", "claude");
        wire.get("empty page", "/api/sessions/" + id + "/messages");
        ScriptedPeer cli = cast.active("cli", id);
        ScriptedPeer second = wire.sessionPeer("second", id);
        second.flush();
        saying(wire, cli, id);
        taking(wire, cli, id);
        paging(wire, id);
        cliPages(wire, id);
        special(wire, cast);
    }

    private static void saying(Wire wire, ScriptedPeer cli, String id) {
        say(wire, cli, id, "first words", Bodies.said("hello"));
        say(
                wire,
                cli,
                id,
                "user text",
                "{'role':'user','content':{'type':'text','text':'typed'},'meta':{'sentFrom':'cli'}}");
        wire.emit(
                "long ago",
                cli,
                "message",
                Bodies.message(id, Bodies.said("old")).put("createdAt", 1_700_000_000_000L));
        wire.emit(
                "in the future",
                cli,
                "message",
                Bodies.message(id, Bodies.said("new")).put("createdAt", 2_100_000_000_000L));
        wire.emit("text", cli, "message", Json.object().put("sid", id).put("message", "just text"));
        wire.emit(
                "JSON text",
                cli,
                "message",
                Json.object().put("sid", id).put("message", "{\"role\":\"agent\",\"content\":1}"));
        wire.emit("no message", cli, "message", Json.object().put("sid", id));
        wire.emit("no session", cli, "message", Json.object().put("message", "x"));
        wire.emit("unknown session", cli, "message", Bodies.message("none", Bodies.said("x")));
        say(
                wire,
                cli,
                id,
                "ready",
                "{'role':'agent','content':{'id':'e1','type':'event','data':{'type':'ready'}}}");
        say(
                wire,
                cli,
                id,
                "goal status",
                "{'role':'agent','content':{'id':'e2','type':'event','data':{'type':'message','message':'Goal active'}}}");
        say(wire, cli, id, "huge", Bodies.said("x".repeat(70_000)));
        for (int i = 1; i <= 3; i++) {
            String live = i < 3 ? ",'live':true" : "";
            say(
                    wire,
                    cli,
                    id,
                    "reasoning " + i,
                    "{'role':'agent','content':{'type':'codex','data':{'type':'reasoning','message':'%s','id':'r1'%s}}}"
                            .formatted("so ".repeat(i), live));
        }
    }

    private static void taking(Wire wire, ScriptedPeer cli, String id) {
        say(
                wire,
                cli,
                id,
                "todos",
                Bodies.used(
                        "TodoWrite",
                        "{'todos':[{'content':'a','status':'completed'},{'content':'b','status':'pending','priority':'high','id':'2'}]}"));
        say(
                wire,
                cli,
                id,
                "plan",
                "{'role':'agent','content':{'type':'codex','data':{'type':'plan','entries':[{'content':'Step','priority':'high','status':'in_progress'}]}}}");
        say(wire, cli, id, "broken todos", Bodies.used("TodoWrite", "{'todos':[{'content':5}]}"));
        wire.get("detail with todos", "/api/sessions/" + id);
        wire.get("list with todos", "/api/sessions");
    }

    /// In a session of its own, because what differs here would show in every page.
    private static void special(Wire wire, Cast cast) {
        String id = cast.session("special", "claude");
        ScriptedPeer cli = cast.active("special", id);
        ObjectNode own = Bodies.message(id, Bodies.said("mine")).put("localId", "out-1");
        wire.emit("own id", cli, "message", own);
        String create = "{'team_name':'alpha','description':'d'}";
        say(wire, cli, id, "team", Bodies.used("TeamCreate", create));
        say(wire, cli, id, "team ends", Bodies.used("TeamDelete", "{}"));
    }

    private static void paging(Wire wire, String id) {
        String path = "/api/sessions/" + id + "/messages";
        wire.get("whole page", path);
        wire.get("page of three", path + "?limit=3");
        JsonNode page = wire.get("page of two", path + "?limit=2").body().path("page");
        String before =
                "?limit=3&beforeSeq=%s&beforeAt=%s"
                        .formatted(page.path("nextBeforeSeq"), page.path("nextBeforeAt"));
        JsonNode older = wire.get("older page", path + before).body();
        JsonNode first = older.path("messages").path(0);
        String after =
                "?limit=2&afterSeq=%s&afterAt=%s"
                        .formatted(first.path("seq"), first.path("createdAt"));
        wire.get("newer page", path + after);
        String epoch = page.path("epoch").asString("0");
        wire.get("newer page of this epoch", path + after + "&epoch=" + epoch);
        wire.get("newer page of another epoch", path + after + "&epoch=99");
        String until =
                "&untilSeq=%s&untilAt=%s".formatted(first.path("seq"), first.path("createdAt"));
        wire.get("newer page until there", path + after + until);
        wire.get("before everything", path + "?beforeSeq=1&beforeAt=0");
        wire.get("after everything", path + "?afterSeq=999&afterAt=2190000000000");
        List<String> wrong =
                List.of(
                        "limit=0",
                        "limit=201",
                        "limit=x",
                        "beforeSeq=1",
                        "beforeAt=1",
                        "afterSeq=1",
                        "beforeSeq=0&beforeAt=1",
                        "afterSeq=1&afterAt=1&beforeSeq=1&beforeAt=1",
                        "untilSeq=1&untilAt=1",
                        "epoch=1",
                        "epoch=-1&afterSeq=1&afterAt=1");
        for (String query : wrong) {
            wire.get("wrong " + query, path + "?" + query);
        }
    }

    private static void cliPages(Wire wire, String id) {
        String path = "/cli/sessions/" + id + "/messages";
        wire.cli("backfill", "GET", path + "?afterSeq=10", null);
        wire.cli("backfill two", "GET", path + "?afterSeq=2&limit=2", null);
        wire.cli("backfill nothing", "GET", path + "?afterSeq=1000", null);
        for (String query : List.of("", "?afterSeq=x", "?afterSeq=-1", "?afterSeq=0&limit=201")) {
            wire.cli("backfill wrong " + query, "GET", path + query, null);
        }
        wire.cli("backfill unknown", "GET", "/cli/sessions/none/messages?afterSeq=0", null);
    }

    private static void say(Wire wire, ScriptedPeer cli, String id, String name, String content) {
        wire.emit(name, cli, "message", Bodies.message(id, content));
    }
}
