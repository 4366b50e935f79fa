package hapi.cli.acp;

import hapi.cli.agent.AgentEvent;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Events as lines that a test can compare.
final class Lines {
    private Lines() {}

    static List<String> of(List<? extends AgentEvent> events) {
        List<String> lines = new ArrayList<>();
        for (AgentEvent event : events) {
            lines.add(
                    switch (event) {
                        case AgentEvent.Content content -> content(content);
                        case AgentEvent.Started started -> "started " + started.agentSessionId();
                        case AgentEvent.PermissionAsked ask ->
                                "asked %s %s".formatted(ask.tool(), ask.input());
                        case AgentEvent.PermissionGranted granted ->
                                "granted %s %s".formatted(granted.tool(), granted.input());
                        case AgentEvent.PermissionWithdrawn _ -> "withdrawn";
                        case AgentEvent.ModeReported mode -> "mode " + mode.mode();
                        case AgentEvent.TurnEnded ended -> "ended " + ended.outcome();
                        case AgentEvent.Exited exited ->
                                "exited %d %s".formatted(exited.code(), exited.lastWords());
                        case AgentEvent.Unknown _ -> "unknown";
                    });
        }
        return lines;
    }

    private static String content(AgentEvent.Content event) {
        JsonNode content = event.content().read();
        JsonNode data = content.path("data");
        return switch (data.path("type").asString("")) {
            case "message" ->
                    (content.path("type").asString("").equals("event") ? "note " : "message ")
                            + data.path("message").asString("");
            case "reasoning" -> "thought " + data.path("message").asString("");
            case "tool-call" ->
                    "call %s %s".formatted(data.path("name").asString(""), data.path("input"))
                            + (event.startedCalls().isEmpty() ? " again" : "");
            case "tool-call-result" ->
                    "result %s%s"
                            .formatted(
                                    data.path("output"),
                                    data.path("is_error").asBoolean() ? " failed" : "");
            case String other ->
                    other
                            + " "
                            + ((tools.jackson.databind.node.ObjectNode) data.deepCopy())
                                    .without("type");
        };
    }
}
