package hapi.conformance;

import hapi.testkit.hub.ScriptedPeer;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that agents and command lines were seen or thought to say of tasks in the background.
/// No specification tells what the published hub counts; here it shows what it does.
final class BackgroundScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        wire.stream("all", "all=true");
        String id = cast.session("session", "claude");
        ScriptedPeer cli = cast.active("cli", id);
        // At once: after ten seconds a keep-alive is told to streams anyway.
        wire.emit(
                "alive with a count",
                cli,
                "session-alive",
                Bodies.alive(id).put("backgroundTaskCount", 3));
        said().forEach((name, content) ->
                wire.emit(name, cli, "message", Bodies.message(id, content)));
        wire.get("detail", "/api/sessions/" + id);
        wire.get("list", "/api/sessions");
    }

    private static Map<String, String> said() {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("command", Bodies.used("Bash", "{'command':'sleep 9','run_in_background':true}"));
        said.put(
                "command started",
                result("toolu_Bash", "Command running in background with ID: b4f2"));
        said.put(
                "command started with its id",
                line(
                        "'type':'user','toolUseResult':{'backgroundTaskId':'b4f2'},'message':{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_Bash','content':'started'}]}"));
        said.put(
                "task",
                Bodies.used("Task", "{'description':'d','prompt':'p','run_in_background':true}"));
        said.put(
                "task launched",
                line(
                        "'type':'user','toolUseResult':{'isAsync':true,'status':'async_launched','agentId':'a1'},'message':{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_Task','content':'Async agent launched successfully. agentId: a1'}]}"));
        said.put(
                "agent",
                Bodies.used("Agent", "{'description':'d','prompt':'p','run_in_background':true}"));
        said.put("monitor", Bodies.used("Monitor", "{'command':'tail -f x'}"));
        said.put(
                "system task started",
                line("'type':'system','subtype':'task_started','task_id':'t1'"));
        said.put(
                "system task progress",
                line("'type':'system','subtype':'task_progress','task_id':'t1'"));
        said.put(
                "system task notification",
                line(
                        "'type':'system','subtype':'task_notification','task_id':'t1','status':'completed'"));
        said.put(
                "system tasks changed",
                line("'type':'system','subtype':'background_tasks_changed','tasks':[{'id':'1'}]"));
        for (String type :
                new String[] {
                    "background-task",
                    "background-task-start",
                    "background_task_started",
                    "task-start",
                    "background-tasks"
                }) {
            said.put("event " + type, event(type));
            said.put("record " + type, record(type));
        }
        said.put(
                "notification as a text",
                "{'role':'user','content':{'type':'text','text':'<task-notification><task-id>b4f2</task-id><status>completed</status></task-notification>'}}");
        said.put("output asked for", Bodies.used("BashOutput", "{'bash_id':'b4f2'}"));
        said.put("command killed", Bodies.used("KillShell", "{'shell_id':'b4f2'}"));
        return said;
    }

    private static String result(String id, String text) {
        return line(
                "'type':'user','message':{'role':'user','content':[{'type':'tool_result','tool_use_id':'%s','content':'%s'}]}"
                        .formatted(id, text));
    }

    private static String line(String keys) {
        return "{'role':'agent','content':{'type':'output','data':{'uuid':'u-%s',%s}}}"
                .formatted(Integer.toHexString(keys.hashCode()), keys);
    }

    private static String event(String type) {
        return "{'role':'agent','content':{'type':'event','data':{'type':'%s','id':'1','count':2}}}"
                .formatted(type);
    }

    private static String record(String type) {
        return "{'role':'agent','content':{'type':'codex','data':{'type':'%s','id':'1','status':'started','count':2}}}"
                .formatted(type);
    }
}
