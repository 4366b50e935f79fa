package hapi.conformance;

import hapi.protocol.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What clients say, in the shapes that the published ones use.
final class Bodies {
    private Bodies() {}

    static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace('\'', '"'));
    }

    static ObjectNode empty() {
        return Json.object();
    }

    static ObjectNode metadata(String flavor) {
        return json(
                """
                {'path':'/home/dev/project','host':'devbox','version':'0.30.7','os':'linux',
                 'machineId':'machine-of-nobody','lifecycleState':'running','flavor':'%s'}
                """
                        .formatted(flavor));
    }

    static ObjectNode session(String tag, JsonNode metadata) {
        ObjectNode body = Json.object().put("tag", tag);
        body.set("metadata", metadata);
        body.putObject("agentState");
        return body;
    }

    static ObjectNode alive(String sessionId) {
        return Json.object()
                .put("sid", sessionId)
                .put("time", System.currentTimeMillis())
                .put("thinking", false);
    }

    static ObjectNode machineAlive(String machineId) {
        return Json.object().put("machineId", machineId).put("time", System.currentTimeMillis());
    }

    static ObjectNode machine(String id) {
        ObjectNode body = Json.object().put("id", id);
        body.set(
                "metadata",
                json(
                        """
                        {'host':'devbox','platform':'linux','happyCliVersion':'0.30.7',
                         'homeDir':'/home/dev','happyHomeDir':'/home/dev/.hapi',
                         'workspaceRoots':['/home/dev',' ','/home/dev'],
                         'capabilities':['agent-availability','cursor-chat-store-status']}
                        """));
        body.set("runnerState", json("{'status':'offline','pid':10,'httpPort':20}"));
        return body;
    }

    /// An event `message` of a command line.
    static ObjectNode message(String sessionId, String content) {
        ObjectNode message = Json.object().put("sid", sessionId);
        message.set("message", json(content));
        return message;
    }

    static String said(String words) {
        return "{'role':'agent','content':{'type':'codex','data':{'type':'message','message':'%s'}}}"
                .formatted(words);
    }

    static String used(String tool, String input) {
        return """
        {'role':'agent','content':{'type':'output','data':{'type':'assistant','uuid':'u-%s',
         'message':{'role':'assistant','content':[
          {'type':'tool_use','id':'toolu_%s','name':'%s','input':%s}]}}}}
        """
                .formatted(tool, tool, tool, input);
    }

    static ObjectNode state(String sessionId, int version, String agentState) {
        ObjectNode write = Json.object().put("sid", sessionId).put("expectedVersion", version);
        write.set("agentState", Json.parse(agentState.replace('\'', '"')));
        return write;
    }

    static ObjectNode method(String id, String name) {
        return Json.object().put("method", id + ":" + name);
    }
}
