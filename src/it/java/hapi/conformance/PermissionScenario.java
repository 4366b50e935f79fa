package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.List;

/// What an agent asks and a person answers.
final class PermissionScenario implements Scenario {
    private static final String ASKED =
            """
            {'controlledByUser':false,'requests':{
              'toolu_1':{'tool':'Bash','arguments':{'command':'ls'},'createdAt':1000},
              'toolu_2':{'tool':'AskUserQuestion','arguments':{'questions':[]},'createdAt':900},
              'toolu_3':{'tool':'Write','arguments':{'file_path':'a'}}},
             'completedRequests':{}}
            """;

    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        wire.stream("all", "all=true");
        String id = cast.session("session", "claude");
        String path = "/api/sessions/" + id + "/permissions/";
        ScriptedPeer cli = cast.active("cli", id);
        wire.ask("asks", cli, "update-state", Bodies.state(id, 1, ASKED));
        wire.get("list with requests", "/api/sessions");
        wire.get("detail with requests", "/api/sessions/" + id);
        wire.post("approve without handler", path + "toolu_1/approve", Json.object());
        cast.serve(cli, id, "permission", "null");
        wire.post("approve unknown", path + "none/approve", Json.object());
        wire.post("deny unknown", path + "none/deny", Json.object());
        wire.post("approve", path + "toolu_1/approve", Json.object());
        List<String> bodies =
                List.of(
                        "{'mode':'acceptEdits'}",
                        "{'mode':'yolo'}",
                        "{'mode':'no mode'}",
                        "{'mode':5}",
                        "{'allowTools':['Bash(ls:*)']}",
                        "{'allowTools':'Bash'}",
                        "{'decision':'approved_for_session'}",
                        "{'decision':'abort'}",
                        "{'decision':'other'}",
                        "{'answers':{'0':['Blue']}}",
                        "{'answers':{'q':{'answers':['Blue']}}}",
                        "{'answers':['Blue']}",
                        "{'unknown':1}");
        // The published hub lets one request be approved again and again until the command line
        // has confirmed it; ours takes one decision, so each gets a request of its own.
        int number = 10;
        int version = 2;
        for (String body : bodies) {
            String request = "toolu_" + number++;
            wire.ask(
                    "asks " + request,
                    cli,
                    "update-state",
                    Bodies.state(id, version++, one(request)));
            wire.post("approve " + body, path + request + "/approve", Bodies.json(body));
        }
        for (String body :
                List.of("{}", "{'decision':'abort'}", "{'decision':'other'}", "{'x':1}")) {
            String request = "toolu_" + number++;
            wire.ask(
                    "asks " + request,
                    cli,
                    "update-state",
                    Bodies.state(id, version++, one(request)));
            wire.post("deny " + body, path + request + "/deny", Bodies.json(body));
        }
        wire.ask(
                "confirms",
                cli,
                "update-state",
                Bodies.state(
                        id,
                        version,
                        "{'requests':{},'completedRequests':{'toolu_1':{'tool':'Bash','arguments':{'command':'ls'},'createdAt':1000,'completedAt':1001,'status':'approved'}}}"));
        wire.post("approve confirmed", path + "toolu_1/approve", Json.object());
        wire.get("list without requests", "/api/sessions");
    }

    private static String one(String request) {
        return "{'requests':{'%s':{'tool':'Bash','arguments':{'command':'ls'},'createdAt':1000}}}"
                .formatted(request);
    }
}
