package hapi.conformance;

import hapi.protocol.json.Json;
import java.util.List;

/// What the published page asks at the side of its way.
final class SideScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        String id = cast.session("session", "claude");
        wire.get("hub settings", "/api/hub-settings");
        wire.get("scratchlist", "/api/sessions/" + id + "/scratchlist");
        wire.get("voice backend", "/api/voice/backend");
        wire.get("voice providers", "/api/voice/transcription/providers");
        wire.get("push key", "/api/push/vapid-public-key");
        String subscription =
                "{'endpoint':'https://push.example/1','keys':{'p256dh':'k','auth':'a'}}";
        wire.post("subscribe", "/api/push/subscribe", Bodies.json(subscription));
        wire.post("subscribe again", "/api/push/subscribe", Bodies.json(subscription));
        for (String body :
                List.of(
                        "{}",
                        "{'endpoint':'x'}",
                        "{'endpoint':'','keys':{'p256dh':'k','auth':'a'}}")) {
            wire.post("subscribe " + body, "/api/push/subscribe", Bodies.json(body));
        }
        wire.call(
                "unsubscribe",
                "DELETE",
                "/api/push/subscribe",
                Bodies.json("{'endpoint':'https://push.example/1'}"));
        wire.call(
                "unsubscribe unknown",
                "DELETE",
                "/api/push/subscribe",
                Bodies.json("{'endpoint':'https://push.example/2'}"));
        wire.call("unsubscribe nothing", "DELETE", "/api/push/subscribe", Json.object());
        wire.cli("resumable", "GET", "/cli/sessions/resumable?machineId=m", null);
        wire.cli("resume target", "GET", "/cli/sessions/" + id + "/resume-target", null);
        wire.cli("resume target unknown", "GET", "/cli/sessions/none/resume-target", null);
        wire.cli("hand off", "POST", "/cli/sessions/" + id + "/handoff-local", Json.object());
    }
}
