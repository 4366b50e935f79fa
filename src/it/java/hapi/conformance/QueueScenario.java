package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a person sends, and what can become of it before the agent takes it.
final class QueueScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        wire.stream("all", "all=true");
        String id = cast.session("session", "claude");
        String path = "/api/sessions/" + id + "/messages";
        ScriptedPeer cli = cast.active("cli", id);
        sending(wire, path);
        consuming(wire, cli, id, path);
        cancelling(wire, cli, id, path);
        retrying(wire, cli, path);
        scheduling(wire, cli, id, path);
        wire.emit(
                "end",
                cli,
                "session-end",
                Json.object().put("sid", id).put("time", System.currentTimeMillis()));
        wire.get("page after end", path);
        String wordless = cast.session("cancelled without peer", "claude");
        withoutPeer(wire, cast, wordless);
    }

    private static void sending(Wire wire, String path) {
        send(wire, path, "send", "{'text':'do it','localId':'L1','deliveryMode':'queue'}");
        send(wire, path, "send again", "{'text':'other','localId':'L1'}");
        send(wire, path, "send without id", "{'text':'at once'}");
        send(wire, path, "send steering", "{'text':'turn','localId':'L2','deliveryMode':'steer'}");
        send(
                wire,
                path,
                "send file",
                "{'text':'','localId':'L3','attachments':[{'id':'a1','filename':'a.png','mimeType':'image/png','size':5,'path':'/tmp/a.png'}]}");
        List<String> wrong =
                List.of(
                        "{}",
                        "{'text':5}",
                        "{'text':''}",
                        "{'text':'','attachments':[]}",
                        "{'text':'x','localId':''}",
                        "{'text':'x','localId':5}",
                        "{'text':'x','deliveryMode':'other'}",
                        "{'text':'x','attachments':[{'id':1}]}",
                        "{'text':'x','attachments':'x'}",
                        "{'text':'x','scheduledAt':-1}",
                        "{'text':'x','scheduledAt':'x'}",
                        "{'text':'x','scheduledAt':4000000000000}",
                        "{'text':'x','localId':'Z','scheduledAt':4000000000000}");
        for (String body : wrong) {
            send(wire, path, "send wrong " + body, body);
        }
        wire.get("page with queue", path + "?limit=2");
    }

    private static void consuming(Wire wire, ScriptedPeer cli, String id, String path) {
        wire.emit("alive sends the queue again", cli, "session-alive", Bodies.alive(id));
        wire.post(
                "queued state",
                path + "/queued-state",
                Bodies.json("{'localIds':['L1','L2','no']}"));
        wire.emit("consumed", cli, "messages-consumed", localIds(id, "L1"));
        wire.emit("consumed again", cli, "messages-consumed", localIds(id, "L1"));
        wire.emit("consumed unknown", cli, "messages-consumed", localIds(id, "never"));
        wire.emit("consumed nothing", cli, "messages-consumed", localIds(id));
        wire.emit(
                "consumed the rest",
                cli,
                "messages-consumed",
                localIds(id, "L2", "L3").put("clearQueuedThinkingGrace", true));
        wire.emit("thinks no more", cli, "session-alive", Bodies.alive(id));
        wire.post(
                "queued state after",
                path + "/queued-state",
                Bodies.json("{'localIds':['L1','L2']}"));
        for (String body :
                List.of("{}", "{'localIds':'x'}", "{'localIds':[5]}", "{'localIds':[]}")) {
            wire.post("queued state " + body, path + "/queued-state", Bodies.json(body));
        }
        wire.get("page without queue", path + "?limit=3");
    }

    private static void cancelling(Wire wire, ScriptedPeer cli, String id, String path) {
        wire.call("cancel unknown", "DELETE", path + "/none", null);
        wire.call("cancel invoked", "DELETE", path + "/L1", null);
        List<String> acks =
                List.of(
                        "{'removed':true}",
                        "{'consumed':true,'removed':false}",
                        "{'inFlight':true,'removed':false}",
                        "{'indeterminate':true,'removed':false}",
                        "{'removed':false}");
        // The last row stays: a hub may give the number of a last one that is deleted away again.
        for (int number = 1; number <= 7; number++) {
            String local = "C" + number;
            send(wire, path, "send " + local, "{'text':'c','localId':'%s'}".formatted(local));
        }
        int number = 1;
        for (String ack : acks) {
            cli.acknowledging("cancel-queued-message", Bodies.json(ack));
            wire.call("cancel " + ack, "DELETE", path + "/C" + number++, null);
        }
        cli.silence("cancel-queued-message");
        wire.call("cancel unanswered", "DELETE", path + "/C6", null);
        wire.get("page after cancels", path + "?limit=4");
        wire.post(
                "queued state after cancels",
                path + "/queued-state",
                Bodies.json("{'localIds':['C1','C2','C3','C4','C5','C6']}"));
        wire.emit("alive after cancels", cli, "session-alive", Bodies.alive(id));
        cli.acknowledging("cancel-queued-message", Bodies.json("{'removed':true}"));
        wire.call("cancel indeterminate", "DELETE", path + "/C6", null);
    }

    private static void retrying(Wire wire, ScriptedPeer cli, String path) {
        wire.post("retry unknown", path + "/none/retry", Json.object());
        wire.post("retry invoked", path + "/L1/retry", Json.object());
        wire.post("retry queued", path + "/C3/retry", Json.object());
        cli.acknowledging("retry-queued-message", Bodies.json("{'removed':false,'accepted':true}"));
        wire.post("retry", path + "/C5/retry", Json.object());
        wire.post("steer claude", path + "/C3/steer", Json.object());
        wire.post("steer unknown", path + "/none/steer", Json.object());
    }

    private static void scheduling(Wire wire, ScriptedPeer cli, String id, String path) {
        wire.emit("consumed all", cli, "messages-consumed", localIds(id, "C3", "C4", "C5", "C7"));
        long later = System.currentTimeMillis() + 3_600_000;
        ObjectNode scheduled = Json.object().put("text", "later").put("localId", "S1");
        wire.post("schedule", path, scheduled.put("scheduledAt", later));
        wire.get("list with scheduled", "/api/sessions");
        wire.post(
                "schedule without id",
                path,
                Json.object().put("text", "x").put("scheduledAt", later));
        ObjectNode steered = scheduled.deepCopy().put("localId", "S9").put("deliveryMode", "steer");
        wire.post("schedule steering", path, steered);
        JsonNode files =
                Bodies.json("{'id':'a','filename':'a','mimeType':'a','size':1,'path':'/a'}");
        ObjectNode attached = scheduled.deepCopy().put("localId", "S8");
        attached.putArray("attachments").add(files);
        wire.post("schedule file", path, attached);
        send(wire, path, "send after the scheduled one", "{'text':'now','localId':'S3'}");
        wire.call("cancel scheduled", "DELETE", path + "/S1", null);
        ObjectNode due = Json.object().put("text", "due").put("localId", "S2");
        wire.post("schedule due", path, due.put("scheduledAt", System.currentTimeMillis() + 1500));
        wire.wait("matured", "peer cli", 1, Duration.ofSeconds(12));
        wire.emit("consumed due", cli, "messages-consumed", localIds(id, "S2", "S3"));
        send(wire, path, "send last", "{'text':'left behind','localId':'L9'}");
    }

    private static void withoutPeer(Wire wire, Cast cast, String id) {
        String path = "/api/sessions/" + id + "/messages";
        ScriptedPeer elsewhere =
                wire.peer("elsewhere", java.util.Map.of("token", wire.accessToken()));
        wire.emit("alive elsewhere", elsewhere, "session-alive", Bodies.alive(id));
        send(wire, path, "send to nobody", "{'text':'x','localId':'N1'}");
        wire.call("cancel without peer", "DELETE", path + "/N1", null);
        wire.get("page without peer", path);
        send(wire, path, "send after the last was cancelled", "{'text':'y','localId':'N2'}");
        wire.emit(
                "consumed elsewhere",
                elsewhere,
                "messages-consumed",
                localIds(id, "N2").put("clearQueuedThinkingGrace", true));
        wire.emit("idle elsewhere", elsewhere, "session-alive", Bodies.alive(id));
        long later = System.currentTimeMillis() + 3_600_000;
        ObjectNode scheduled = Json.object().put("text", "later").put("localId", "N3");
        wire.post("schedule when idle", path, scheduled.put("scheduledAt", later));
    }

    private static ObjectNode localIds(String id, String... localIds) {
        ObjectNode body = Json.object().put("sid", id);
        var array = body.putArray("localIds");
        List.of(localIds).forEach(array::add);
        return body;
    }

    private static void send(Wire wire, String path, String name, String body) {
        wire.post(name, path, Bodies.json(body));
    }
}
