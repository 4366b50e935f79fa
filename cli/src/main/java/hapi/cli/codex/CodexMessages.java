package hapi.cli.codex;

import hapi.cli.agent.AgentEvent;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Chat messages in the shape that hubs know from Codex: `{type:"codex", data:{...}}`. Ids are made
/// of thread, turn, item and kind, so that the same thing said twice has the same id.
final class CodexMessages {
    private final Clock clock;
    private String thread = "";
    private String turn = "";

    CodexMessages(Clock clock) {
        this.clock = clock;
    }

    void thread(String id) {
        thread = id;
    }

    void turn(String id) {
        turn = id;
    }

    AgentEvent.Content message(String item, String text) {
        ObjectNode data = data("message", item, "agent_message").put("message", text);
        return content(data, Set.of(), Set.of(), Optional.of(text));
    }

    AgentEvent.Content reasoning(String item, String text) {
        ObjectNode data = data("reasoning", item, "agent_reasoning").put("message", text);
        return content(data, Set.of(), Set.of(), Optional.empty());
    }

    /// The beginning of a tool call; `item` is also the call's id.
    AgentEvent.Content call(String item, String tool, ObjectNode input) {
        ObjectNode data = data("tool-call", item, "begin").put("name", tool).put("callId", item);
        data.set("input", input);
        return content(data, Set.of(item), Set.of(), Optional.empty());
    }

    AgentEvent.Content result(String item, ObjectNode output, boolean isError) {
        ObjectNode data = data("tool-call-result", item, "end").put("callId", item);
        data.set("output", output);
        if (isError) {
            data.put("is_error", true);
        }
        return content(data, Set.of(), Set.of(item), Optional.empty());
    }

    AgentEvent.Content tokens(JsonNode usage) {
        String total = usage.at("/total/totalTokens").asString("");
        ObjectNode data = data("token_count", "tokens-" + total, "token_count");
        data.set("info", usage);
        data.put("usageSchema", "hapi.usage.v1").put("inputTokenSemantics", "includes-cache");
        return content(data, Set.of(), Set.of(), Optional.empty());
    }

    /// A list of steps; `steps` are `{step, status}`.
    AgentEvent.Content plan(JsonNode steps) {
        ObjectNode data = Json.object().put("type", "plan");
        var entries = data.putArray("entries");
        for (JsonNode step : steps) {
            String status = step.path("status").asString("pending");
            entries.addObject()
                    .put("content", step.path("step").asString(""))
                    .put("priority", "medium")
                    .put("status", status.equals("inProgress") ? "in_progress" : status);
        }
        data.put("id", UUID.randomUUID().toString());
        return content(data, Set.of(), Set.of(), Optional.empty());
    }

    /// A sentence of HAPI's in the chat.
    AgentEvent.Content note(String text) {
        ObjectNode event =
                Json.object().put("id", UUID.randomUUID().toString()).put("type", "event");
        event.putObject("data").put("type", "message").put("message", text);
        return new AgentEvent.Content(
                RawJson.of(event), clock.millis(), Set.of(), Set.of(), Optional.of(text));
    }

    private ObjectNode data(String type, String item, String kind) {
        return Json.object()
                .put("type", type)
                .put("id", "codex:%s:%s:%s:%s".formatted(thread, turn, item, kind));
    }

    private AgentEvent.Content content(
            ObjectNode data, Set<String> started, Set<String> ended, Optional<String> line) {
        ObjectNode content = Json.object().put("type", "codex");
        content.set("data", data);
        return new AgentEvent.Content(RawJson.of(content), clock.millis(), started, ended, line);
    }
}
