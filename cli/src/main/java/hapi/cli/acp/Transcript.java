package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import hapi.cli.agent.AgentEvent;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns `session/update` of one agent into the chat's content, in the envelope that the wire calls
/// `codex`. Words are gathered and told whole: before a tool call, before the other sort of words,
/// at the end of the turn. Not thread-safe, but for what says so.
///
/// Source: agents/acp.md section 3, traces of Gemini CLI 0.61.0 and OpenCode 1.18.33.
final class Transcript {
    /// Gemini says its own mode changes into the chat.
    private static final Pattern MODE_ECHO = Pattern.compile("\\s*\\[MODE_UPDATE] \\S+\\s*");

    /// Gemini puts a heading before each thought, also when it has none.
    private static final String EMPTY_HEADING = "****\n";

    private static final Set<String> PLAN_STATES = Set.of("pending", "in_progress", "completed");

    private final Clock clock;
    private final StringBuilder words = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final Map<String, ToolCard> cards = new LinkedHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> unknown = new HashSet<>();
    private Usage usage = Usage.NONE;

    Transcript(Clock clock) {
        this.clock = clock;
    }

    /// @param update the `update` member of a notification
    List<AgentEvent> update(JsonNode update) {
        List<AgentEvent> events = new ArrayList<>();
        switch (text(update, "sessionUpdate")) {
            case "agent_message_chunk" -> words(update.path("content"), events);
            case "agent_thought_chunk" -> thoughts(update.path("content"), events);
            case "tool_call", "tool_call_update" -> call(update, events);
            case "plan" -> plan(update.path("entries"), events);
            case "usage_update" -> usage = usage.now(update);
            case "user_message_chunk",
                    "available_commands_update",
                    "current_mode_update",
                    "config_option_update",
                    "session_info_update" -> {
                // Not for the chat: our own words, and what the handle reads itself.
            }
            case String other -> unknown(other, update, events);
        }
        return events;
    }

    /// The names of the commands that an update lists.
    static List<String> commands(JsonNode update) {
        return update.path("availableCommands")
                .valueStream()
                .map(command -> text(command, "name"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /// The agent asks about a call: its card comes first. Gemini says nothing of a call before.
    List<AgentEvent> asked(JsonNode call) {
        List<AgentEvent> events = new ArrayList<>();
        if (!cards.containsKey(text(call, "toolCallId"))) {
            call(call, events);
        }
        return events;
    }

    Optional<ToolCard> card(String callId) {
        return Optional.ofNullable(cards.get(callId));
    }

    /// The name a call was announced under before the agent asked about it, or that its id says;
    /// empty when only the question names it.
    String announced(JsonNode call) {
        String id = text(call, "toolCallId");
        ToolCard card = cards.get(id);
        return card != null ? card.name() : ToolCard.nameInId(id);
    }

    /// A person or the abort of the turn said no to this call. From any thread.
    void refused(String callId) {
        refused.add(callId);
    }

    /// What is still to say when a turn is over; calls without an end get one.
    ///
    /// @param answer the result of `session/prompt`, empty when there is none
    List<AgentEvent> endTurn(JsonNode answer) {
        List<AgentEvent> events = new ArrayList<>();
        flush(events);
        for (ToolCard card : cards.values()) {
            if (!card.isOver()) {
                String why = refused.contains(card.id()) ? "Refused" : "Stopped";
                ObjectNode result = Json.object().put("type", "tool-call-result");
                result.put("callId", card.id()).put("output", why).put("is_error", true);
                events.add(content(result, Set.of(), Set.of(card.id()), Optional.empty()));
            }
        }
        cards.clear();
        refused.clear();
        usage.after(answer)
                .ifPresent(data -> events.add(content(data, Set.of(), Set.of(), Optional.empty())));
        usage = usage.kept();
        return events;
    }

    /// What was gathered so far.
    List<AgentEvent> flush() {
        List<AgentEvent> events = new ArrayList<>();
        flush(events);
        return events;
    }

    void model(@Nullable String model) {
        usage = usage.of(model);
    }

    AgentEvent failure(String message) {
        ObjectNode data = Json.object().put("type", "error").put("message", message);
        return content(data, Set.of(), Set.of(), Optional.of(message));
    }

    /// A line of the chat that the agent did not say.
    AgentEvent note(String message) {
        ObjectNode content = Json.object().put("id", UUID.randomUUID().toString());
        content.put("type", "event");
        content.putObject("data").put("type", "message").put("message", message);
        return new AgentEvent.Content(
                RawJson.of(content), clock.millis(), Set.of(), Set.of(), Optional.of(message));
    }

    private void words(JsonNode block, List<AgentEvent> events) {
        String text = said(block);
        if (text.isEmpty() || MODE_ECHO.matcher(text).matches()) {
            return;
        }
        if (!thoughts.isEmpty()) {
            flush(events);
        }
        words.append(text);
    }

    private void thoughts(JsonNode block, List<AgentEvent> events) {
        String text = said(block);
        if (!words.isEmpty()) {
            flush(events);
        }
        thoughts.append(text.startsWith(EMPTY_HEADING) ? text.substring(5) : text);
    }

    /// The readable part of a content block; empty when it is not meant for the chat.
    private static String said(JsonNode block) {
        JsonNode audience = block.path("annotations").path("audience");
        boolean isForOthers =
                audience.isArray()
                        && audience.valueStream()
                                .noneMatch(a -> a.asString("").equals("assistant"));
        if (isForOthers) {
            return "";
        }
        return switch (text(block, "type")) {
            case "text" -> text(block, "text");
            case "resource_link" -> "[%s](%s)".formatted(text(block, "name"), text(block, "uri"));
            case "resource" -> text(block.path("resource"), "text");
            case "image", "audio" -> "[%s]".formatted(text(block, "type"));
            default -> "";
        };
    }

    private void call(JsonNode call, List<AgentEvent> events) {
        String id = text(call, "toolCallId");
        if (id.isEmpty()) {
            unknown("tool call without an id", call, events);
            return;
        }
        ToolCard before = cards.get(id);
        if (before != null && before.isOver()) {
            return;
        }
        ToolCard now = before == null ? ToolCard.first(call) : before.then(call);
        cards.put(id, now);
        if (before == null) {
            flush(events);
        }
        if (before == null || !now.looksLike(before)) {
            Set<String> begun = before == null ? Set.of(id) : Set.of();
            events.add(content(now.call(), begun, Set.of(), Optional.empty()));
        }
        if (now.isOver()) {
            events.add(content(now.result(), Set.of(), Set.of(id), Optional.empty()));
        }
    }

    private void plan(JsonNode entries, List<AgentEvent> events) {
        ObjectNode plan = Json.object().put("type", "plan");
        var steps = plan.putArray("entries");
        for (JsonNode entry : entries) {
            String status = text(entry, "status");
            if (!text(entry, "content").isBlank() && PLAN_STATES.contains(status)) {
                String priority = text(entry, "priority");
                steps.addObject()
                        .put("content", text(entry, "content"))
                        .put("priority", priority.isEmpty() ? "medium" : priority)
                        .put("status", status);
            }
        }
        flush(events);
        events.add(content(plan, Set.of(), Set.of(), Optional.empty()));
    }

    /// Shown once for each name: a new agent may say it with each word.
    private void unknown(String name, JsonNode update, List<AgentEvent> events) {
        events.add(new AgentEvent.Unknown(RawJson.of(update)));
        if (unknown.size() < 50 && unknown.add(name)) {
            ObjectNode data = Json.object().put("type", "unknown-update");
            data.set("update", update);
            events.add(content(data, Set.of(), Set.of(), Optional.empty()));
        }
    }

    private void flush(List<AgentEvent> events) {
        if (!thoughts.toString().isBlank()) {
            ObjectNode data = Json.object().put("type", "reasoning");
            data.put("message", thoughts.toString()).put("id", UUID.randomUUID().toString());
            events.add(content(data, Set.of(), Set.of(), Optional.empty()));
        }
        if (!words.toString().isBlank()) {
            ObjectNode data = Json.object().put("type", "message");
            data.put("message", words.toString());
            events.add(content(data, Set.of(), Set.of(), Optional.of(words.toString())));
        }
        thoughts.setLength(0);
        words.setLength(0);
    }

    private AgentEvent.Content content(
            ObjectNode data, Set<String> begun, Set<String> ended, Optional<String> line) {
        ObjectNode content = Json.object().put("type", "codex");
        content.set("data", data);
        return new AgentEvent.Content(RawJson.of(content), clock.millis(), begun, ended, line);
    }
}
