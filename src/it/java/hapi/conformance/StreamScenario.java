package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.List;

/// Streams: filters, replay, verdicts, visibility.
final class StreamScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        String all = wire.stream("all", "all=1&visibility=visible");
        String one = cast.session("one", "claude");
        String two = cast.session("two", "claude");
        wire.stream("one", "sessionId=" + one);
        wire.stream("nothing", "");
        wire.stream("blank", "sessionId=&machineId=&all=false");
        ScriptedPeer cli = cast.active("cli", one);
        wire.emit("message one", cli, "message", Bodies.message(one, Bodies.said("one")));
        wire.emit("message two", cli, "message", Bodies.message(two, Bodies.said("two")));
        String cursor = wire.cursor("all");
        wire.stream("up to date", "all=true&lastEventId=" + cursor);
        wire.emit("message three", cli, "message", Bodies.message(one, Bodies.said("three")));
        wire.stream("replayed", "all=true&lastEventId=" + cursor);
        wire.stream("replayed two", "sessionId=%s&lastEventId=%s".formatted(two, cursor));
        int number = 1;
        String[] parts = (cursor + "::").split(":", -1);
        for (String wrong :
                List.of(
                        "x",
                        "00000000:%s:%s".formatted(parts[1], parts[2]),
                        "%s:999999:%s".formatted(parts[0], parts[2]),
                        "%s:%s:00000000".formatted(parts[0], parts[1]),
                        "%s:0:%s".formatted(parts[0], parts[2]),
                        cursor + ":x")) {
            wire.stream("wrong cursor " + number++, "all=true&lastEventId=" + wrong);
        }
        visible(wire, "visible", all, "visible");
        visible(wire, "hidden", all, "hidden");
        visible(wire, "neither", all, "neither");
        visible(wire, "unknown subscription", "none", "visible");
        wire.post("visibility of nothing", "/api/visibility", Json.object());
        wire.emit("last words", cli, "message", Bodies.message(one, Bodies.said("four")));
        wire.emit(
                "end",
                cli,
                "session-end",
                Json.object()
                        .put("sid", one)
                        .put("time", System.currentTimeMillis())
                        .put("reason", "error"));
        wire.call("delete", "DELETE", "/api/sessions/" + one, null);
    }

    private static void visible(Wire wire, String name, String subscription, String visibility) {
        wire.post(
                name,
                "/api/visibility",
                Json.object().put("subscriptionId", subscription).put("visibility", visibility));
    }
}
