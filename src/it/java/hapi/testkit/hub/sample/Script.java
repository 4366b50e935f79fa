package hapi.testkit.hub.sample;

import hapi.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What was said in a session, in the agent's own record family, one line after the other. Each
/// line is twenty seconds after the one before, unless told otherwise.
public final class Script {
    private static final Duration STEP = Duration.ofSeconds(20);

    private final boolean isClaude;
    private final List<Line> lines = new ArrayList<>();
    private Instant now;
    private String parent = "";

    /// A stored message: its `content`, and when it was said.
    public record Line(JsonNode content, long atMillis) {}

    Script(String flavor, Instant start) {
        this.isClaude = flavor.equals("claude");
        this.now = start;
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    Script user(String text) {
        return user(text, Json.mapper().createArrayNode());
    }

    /// @param attachments the list as the wire has it; an empty one is left out
    Script user(String text, JsonNode attachments) {
        ObjectNode record = Json.object().put("role", "user");
        ObjectNode content = record.putObject("content").put("type", "text").put("text", text);
        if (!attachments.isEmpty()) {
            content.set("attachments", attachments);
        }
        record.putObject("meta").put("sentFrom", "webapp");
        return add(record);
    }

    Script say(String text) {
        return isClaude
                ? block(Json.object().put("type", "text").put("text", text))
                : codex(Json.object().put("type", "message").put("message", text));
    }

    Script think(String text) {
        return isClaude
                ? block(Json.object().put("type", "thinking").put("thinking", text))
                : codex(
                        Json.object()
                                .put("type", "reasoning")
                                .put("message", text)
                                .put("id", "thought-" + lines.size()));
    }

    Script call(String id, String tool, JsonNode input) {
        ObjectNode call = Json.object().put("name", tool);
        call.set("input", input);
        return isClaude
                ? block(call.put("type", "tool_use").put("id", id))
                : codex(call.put("type", "tool-call").put("callId", id));
    }

    Script result(String id, String output) {
        return result(id, Json.tree(output), false);
    }

    Script failed(String id, String output) {
        return result(id, Json.tree(output), true);
    }

    Script result(String id, JsonNode output, boolean isError) {
        if (!isClaude) {
            ObjectNode data = Json.object().put("type", "tool-call-result").put("callId", id);
            data.set("output", output);
            return codex(data.put("is_error", isError));
        }
        ObjectNode block = Json.object().put("type", "tool_result").put("tool_use_id", id);
        block.set("content", output);
        return record("user", message("user", block.put("is_error", isError)));
    }

    /// A call and what it gave back.
    Script did(String id, String tool, JsonNode input, String output) {
        return call(id, tool, input).result(id, output);
    }

    /// Lines of the sub-agent that the call `id` started with this prompt.
    Script inside(String id, String prompt, Consumer<Script> lines) {
        parent = id;
        record("user", message("user", Json.object().put("type", "text").put("text", prompt)));
        lines.accept(this);
        parent = "";
        return this;
    }

    /// A line of the session itself, such as a switch of its mode.
    Script event(ObjectNode data) {
        ObjectNode record = Json.object().put("role", "agent");
        record.putObject("content")
                .put("id", "event-" + lines.size())
                .put("type", "event")
                .set("data", data);
        return add(record);
    }

    /// A `system` line of a transcript.
    Script system(String subtype, ObjectNode more) {
        return record("system", more.put("subtype", subtype));
    }

    /// A record of the family "codex" as it is.
    Script codex(ObjectNode data) {
        return agent("codex", data);
    }

    Script pause(Duration more) {
        now = now.plus(more);
        return this;
    }

    private Script block(ObjectNode block) {
        return record("assistant", message("assistant", block));
    }

    private static ObjectNode message(String role, ObjectNode block) {
        ObjectNode more = Json.object();
        ObjectNode message = more.putObject("message").put("role", role);
        message.putArray("content").add(block);
        if (role.equals("assistant")) {
            message.put("model", "claude-opus-4-5");
            message.putObject("usage")
                    .put("input_tokens", 4_200)
                    .put("cache_read_input_tokens", 71_000)
                    .put("output_tokens", 300)
                    .put("context_window", 200_000);
        }
        return more;
    }

    private Script record(String type, ObjectNode more) {
        ObjectNode data = more.put("type", type).put("uuid", Sample.idOf("line " + lines.size()));
        data.put("isSidechain", !parent.isEmpty());
        if (!parent.isEmpty()) {
            data.put("parentToolUseId", parent);
        }
        return agent("output", data.put("timestamp", now.toString()));
    }

    private Script agent(String family, ObjectNode data) {
        ObjectNode record = Json.object().put("role", "agent");
        record.putObject("content").put("type", family).set("data", data);
        record.putObject("meta").put("sentFrom", "cli");
        return add(record);
    }

    private Script add(JsonNode content) {
        lines.add(new Line(content, now.toEpochMilli()));
        now = now.plus(STEP);
        return this;
    }
}
