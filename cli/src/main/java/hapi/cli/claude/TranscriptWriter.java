package hapi.cli.claude;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.DecisionNote;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns stream-json lines into entries shaped like Claude's own transcript, which is what hubs and
/// web clients read. Source: agents/claude.md section 9.
///
/// Keeps the chain of uuids (one for the main conversation, one per sub-agent), which tool calls
/// are still open, and what was decided about them. Not thread-safe but for [#decided].
final class TranscriptWriter {
    private static final String INTERRUPTED = "[Request interrupted by user for tool use]";
    private static final String PLAN_APPROVED = "Plan approved";
    private static final Set<String> SHOWN_NOTES = Set.of("api_error", "compact_boundary");
    private static final List<String> SHOWN_USAGE =
            List.of(
                    "input_tokens",
                    "output_tokens",
                    "cache_read_input_tokens",
                    "cache_creation_input_tokens");

    private final Clock clock;
    private final String folder;
    private final Optional<String> gitBranch;
    private final Map<String, String> lastUuids = new HashMap<>();
    private final Map<String, OpenCall> openCalls = new LinkedHashMap<>();
    private final Map<String, String> toldPrompts = new HashMap<>();
    private final Map<String, Decided> decided = new ConcurrentHashMap<>();
    private String sessionId = "";

    private record Decided(boolean approved, DecisionNote note) {}

    private record OpenCall(String chain, String tool, JsonNode input, boolean isAsked) {}

    TranscriptWriter(Clock clock, String folder, Optional<String> gitBranch) {
        this.clock = clock;
        this.folder = folder;
        this.gitBranch = gitBranch;
    }

    void session(String id) {
        sessionId = id;
    }

    /// Remembered until the call's result passes, which then carries it. From any thread.
    void decided(String callId, boolean approved, DecisionNote note) {
        decided.put(callId, new Decided(approved, note));
    }

    /// The call a question is about when the agent does not say: the newest open, not yet asked
    /// call of that tool with equal input.
    Optional<String> findCall(String tool, JsonNode input) {
        Optional<String> found = Optional.empty();
        for (Map.Entry<String, OpenCall> call : openCalls.entrySet()) {
            OpenCall open = call.getValue();
            if (!open.isAsked && open.tool.equals(tool) && open.input.equals(input)) {
                found = Optional.of(call.getKey());
            }
        }
        return found;
    }

    void asked(String callId) {
        openCalls.computeIfPresent(
                callId, (_, call) -> new OpenCall(call.chain, call.tool, call.input, true));
    }

    List<AgentEvent.Content> assistant(ObjectNode line) {
        String chain = chainOf(line);
        List<AgentEvent.Content> all = new ArrayList<>();
        Set<String> started = new HashSet<>();
        ObjectNode entry = entry(line, "assistant", chain);
        JsonNode message = line.path("message");
        entry.set("message", message);
        if (line.path("request_id").isString()) {
            entry.set("requestId", line.path("request_id"));
        }
        List<ObjectNode> prompts = new ArrayList<>();
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asString("").equals("tool_use")) {
                String id = block.path("id").asString("");
                String tool = block.path("name").asString("");
                openCalls.put(id, new OpenCall(chain, tool, block.path("input"), false));
                if (chain.isEmpty()) {
                    started.add(id);
                }
                subAgentPrompt(id, tool, block.path("input")).ifPresent(prompts::add);
            }
        }
        all.add(content(entry, started, Set.of(), TerminalLine.of(message.path("content"))));
        prompts.forEach(p -> all.add(content(p, Set.of(), Set.of(), Optional.empty())));
        return all;
    }

    /// Empty when it repeats a sub-agent's prompt, which was told with the call (newer agents say
    /// it themselves).
    Optional<AgentEvent.Content> user(ObjectNode line) {
        String prompt = toldPrompts.remove(chainOf(line));
        if (prompt != null && prompt.equals(textOf(line.path("message").path("content")))) {
            return Optional.empty();
        }
        ObjectNode entry = entry(line, "user", chainOf(line));
        ObjectNode message = line.path("message").deepCopy().asObject();
        entry.set("message", message);
        Set<String> ended = new HashSet<>();
        for (JsonNode block : message.path("content")) {
            if (block instanceof ObjectNode result
                    && block.path("type").asString("").equals("tool_result")) {
                String id = block.path("tool_use_id").asString("");
                ended.add(id);
                OpenCall call = openCalls.remove(id);
                if (call != null
                        && call.tool.equals("ExitPlanMode")
                        && !result.path("is_error").asBoolean(false)) {
                    // The agent's own words are instructions to the model.
                    result.put("content", PLAN_APPROVED).put("is_error", false);
                }
                Decided decision = decided.remove(id);
                if (decision != null) {
                    result.set("permissions", permissions(decision));
                }
            }
        }
        if (line.path("tool_use_result").isObject()) {
            entry.set("toolUseResult", line.path("tool_use_result"));
        }
        return Optional.of(
                content(entry, Set.of(), ended, TerminalLine.of(message.path("content"))));
    }

    /// The few system lines a person should see.
    Optional<AgentEvent.Content> note(String subtype, ObjectNode line) {
        if (!SHOWN_NOTES.contains(subtype)) {
            return Optional.empty();
        }
        ObjectNode entry = entry(line, "system", chainOf(line));
        line.properties()
                .forEach(field -> {
                    if (!entry.has(field.getKey()) && !field.getKey().equals("session_id")) {
                        entry.set(field.getKey(), field.getValue());
                    }
                });
        return Optional.of(content(entry, Set.of(), Set.of(), Optional.empty()));
    }

    /// How long a turn took and what it cost.
    AgentEvent.Content turnDuration(ObjectNode line) {
        ObjectNode entry = entry(line, "system", "");
        entry.put("subtype", "turn_duration");
        entry.set("durationMs", line.path("duration_ms"));
        ObjectNode summary = Json.object();
        ObjectNode usage = Json.object();
        for (String key : SHOWN_USAGE) {
            if (line.path("usage").path(key).isNumber()) {
                usage.set(key, line.path("usage").path(key));
            }
        }
        summary.set("usage", usage);
        for (String key : List.of("total_cost_usd", "num_turns", "duration_ms")) {
            if (line.path(key).isNumber()) {
                summary.set(key, line.path(key));
            }
        }
        entry.set("resultSummary", summary);
        return content(entry, Set.of(), Set.of(), Optional.empty());
    }

    /// Results for calls that will never get one, because the process is gone.
    List<AgentEvent.Content> endOpenCalls() {
        List<AgentEvent.Content> all = new ArrayList<>();
        for (Map.Entry<String, OpenCall> call : openCalls.entrySet()) {
            ObjectNode result = Json.object();
            result.put("type", "tool_result");
            result.put("tool_use_id", call.getKey());
            result.put("content", INTERRUPTED);
            result.put("is_error", true);
            ObjectNode message = Json.object().put("role", "user");
            message.putArray("content").add(result);
            ObjectNode entry = entry(Json.object(), "user", call.getValue().chain);
            entry.set("message", message);
            all.add(content(entry, Set.of(), Set.of(call.getKey()), Optional.empty()));
        }
        openCalls.clear();
        return all;
    }

    /// A sub-agent's first message: readers find the sub-agent's chain by its prompt.
    private Optional<ObjectNode> subAgentPrompt(String callId, String tool, JsonNode input) {
        if (!(tool.equals("Task") || tool.equals("Agent")) || !input.path("prompt").isString()) {
            return Optional.empty();
        }
        ObjectNode entry = entry(Json.object(), "user", callId);
        ObjectNode message = Json.object().put("role", "user");
        message.set("content", input.path("prompt"));
        entry.set("message", message);
        toldPrompts.put(callId, input.path("prompt").stringValue());
        return Optional.of(entry);
    }

    private ObjectNode entry(ObjectNode line, String type, String chain) {
        String uuid =
                line.path("uuid").isString()
                        ? line.path("uuid").stringValue()
                        : UUID.randomUUID().toString();
        ObjectNode entry = Json.object();
        String parent = lastUuids.put(chain, uuid);
        if (parent == null) {
            entry.putNull("parentUuid");
        } else {
            entry.put("parentUuid", parent);
        }
        entry.put("isSidechain", !chain.isEmpty());
        if (!chain.isEmpty()) {
            // The agent's own name for it and the one that readers of a chat nest by.
            entry.put("parent_tool_use_id", chain);
            entry.put("parentToolUseId", chain);
        }
        entry.put("userType", "external");
        entry.put("cwd", folder);
        entry.put("sessionId", sessionId);
        entry.put("version", "0.0.0");
        gitBranch.ifPresent(branch -> entry.put("gitBranch", branch));
        entry.put("uuid", uuid);
        entry.put("timestamp", Instant.ofEpochMilli(clock.millis()).toString());
        entry.put("type", type);
        return entry;
    }

    private AgentEvent.Content content(
            ObjectNode entry, Set<String> started, Set<String> ended, Optional<String> line) {
        ObjectNode content = Json.object().put("type", "output");
        content.set("data", entry);
        return new AgentEvent.Content(RawJson.of(content), clock.millis(), started, ended, line);
    }

    private static ObjectNode permissions(Decided decision) {
        ObjectNode permissions = Json.object();
        permissions.put("date", decision.note.at());
        permissions.put("result", decision.approved ? "approved" : "denied");
        if (decision.note.mode() != null) {
            permissions.put("mode", decision.note.mode());
        }
        if (!decision.note.allowedTools().isEmpty()) {
            ArrayNode tools = permissions.putArray("allowedTools");
            decision.note.allowedTools().forEach(tools::add);
        }
        return permissions;
    }

    /// A text alone, whole or as one block.
    private static String textOf(JsonNode content) {
        return content.isString()
                ? content.stringValue()
                : content.size() == 1 ? content.path(0).path("text").asString("") : "";
    }

    private static String chainOf(ObjectNode line) {
        return line.path("parent_tool_use_id").asString("");
    }
}
