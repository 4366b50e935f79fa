package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Git, files, uploads and the composer's lists, which the command line serves.
final class FilesScenario implements Scenario {
    private static final Map<String, String> CALLS = new LinkedHashMap<>();

    static {
        CALLS.put(
                "git-status",
                "{'success':true,'stdout':'# branch.head main','stderr':'','exitCode':0}");
        CALLS.put("git-diff-numstat", "{'success':true,'stdout':'','stderr':'','exitCode':0}");
        CALLS.put("git-diff-file", "{'success':true,'stdout':'diff','stderr':'','exitCode':0}");
        CALLS.put("readFile", "{'success':true,'content':'aGk=','size':2,'modified':5}");
        CALLS.put(
                "listDirectory",
                "{'success':true,'entries':[{'name':'a','type':'file','size':1}]}");
        CALLS.put(
                "ripgrep",
                "{'success':true,'exitCode':0,'stdout':'src/Main.java\\ndocs/main.md\\nother.txt\\n','stderr':''}");
        CALLS.put(
                "statFiles",
                "{'success':true,'entries':[{'path':'src/Main.java','size':3,'modified':4}]}");
        CALLS.put(
                "listSlashCommands",
                "{'success':true,'commands':[{'name':'deploy','description':'d','source':'project'},{'name':'clear','source':'user'}]}");
        CALLS.put("listSkills", "{'success':true,'skills':[{'name':'s','description':'d'}]}");
        CALLS.put("uploadFile", "{'success':true,'path':'/tmp/upload/a.txt'}");
        CALLS.put("deleteUpload", "{'success':true}");
        CALLS.put("listCodexModels", "{'success':true,'models':[]}");
    }

    private static final List<String> READS =
            List.of(
                    "/git-status",
                    "/git-diff-numstat",
                    "/git-diff-numstat?staged=true",
                    "/git-diff-numstat?staged=false",
                    "/git-diff-numstat?staged=x",
                    "/git-diff-file",
                    "/git-diff-file?path=",
                    "/git-diff-file?path=src%2FMain.java&staged=true",
                    "/git-diff-file?path=src%2FMain.java",
                    "/file",
                    "/file?path=a.txt",
                    "/directory",
                    "/directory?path=src",
                    "/files",
                    "/files?query=main",
                    "/files?query=MAIN&limit=1",
                    "/files?query=*.md",
                    "/files?limit=0",
                    "/files?limit=501",
                    "/files?limit=x",
                    "/slash-commands",
                    "/skills",
                    "/codex-models");

    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        ObjectNode metadata = Bodies.metadata("claude");
        metadata.putArray("slashCommands").add("clear").add("compact");
        String id = cast.session("session", metadata);
        String path = "/api/sessions/" + id;
        for (String read :
                List.of("/git-status", "/file?path=a", "/files", "/slash-commands", "/skills")) {
            wire.get("inactive " + read, path + read);
        }
        ScriptedPeer cli = cast.active("cli", id);
        wire.post("upload without handler", path + "/upload", upload("a.txt"));
        CALLS.forEach((method, answer) -> cast.serve(cli, id, method, answer));
        READS.forEach(read -> wire.get("read " + read, path + read));
        uploads(wire, path);
        refusals(wire, cast, cli, id, path);
        String pathless = cast.session("pathless", Bodies.json("{'host':'devbox'}"));
        for (String read :
                List.of("/git-status", "/file?path=a", "/directory", "/files", "/skills")) {
            wire.get("pathless " + read, "/api/sessions/" + pathless + read);
        }
    }

    private static void uploads(Wire wire, String path) {
        wire.post("upload", path + "/upload", upload("a.txt"));
        wire.post("upload without name", path + "/upload", upload(""));
        wire.post("upload long name", path + "/upload", upload("x".repeat(256)));
        wire.post("upload nothing", path + "/upload", Json.object());
        wire.post("upload empty", path + "/upload", upload("a.txt").put("content", ""));
        wire.post("upload typeless", path + "/upload", upload("a.txt").put("mimeType", ""));
        wire.post(
                "delete upload",
                path + "/upload/delete",
                Bodies.json("{'path':'/tmp/upload/a.txt'}"));
        wire.post("delete no upload", path + "/upload/delete", Json.object());
        wire.post("delete empty upload", path + "/upload/delete", Bodies.json("{'path':''}"));
    }

    private static void refusals(Wire wire, Cast cast, ScriptedPeer cli, String id, String path) {
        for (String answer : List.of("{'success':false,'error':'no'}", "{'error':'thrown'}")) {
            for (String method :
                    List.of(
                            "git-status",
                            "readFile",
                            "ripgrep",
                            "listSlashCommands",
                            "listSkills")) {
                cast.serve(cli, id, method, answer);
            }
            for (String read :
                    List.of(
                            "/git-status",
                            "/file?path=a",
                            "/files",
                            "/slash-commands",
                            "/skills")) {
                wire.get("answered %s %s".formatted(answer, read), path + read);
            }
        }
        cast.serve(cli, id, "uploadFile", "{'success':false,'error':'full'}");
        wire.post("upload refused", path + "/upload", upload("a.txt"));
    }

    private static ObjectNode upload(String name) {
        return Json.object()
                .put("filename", name)
                .put("content", "aGk=")
                .put("mimeType", "text/plain");
    }
}
