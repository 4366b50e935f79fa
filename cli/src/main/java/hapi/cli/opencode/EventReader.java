package hapi.cli.opencode;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.protocol.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns the events of OpenCode's bus into what the chat is told. Measured with 1.18.33.
///
/// One process has many sessions: those a person opens, of which the screen shows one, and those of
/// sub-agents. The one in which a person last typed is mirrored. What a sub-agent says is part of
/// its call's result, but what it asks stands on the screen too. An event of a session that was not
/// introduced yet waits for that. Single-threaded.
final class EventReader {
    private static final int MAX_WAITING = 1_000;
    private static final Set<String> EDITORS = Set.of("write", "patch", "apply_patch", "multiedit");

    private final long startedAt;
    private final String usualMode;
    private final MessageParts parts = new MessageParts();
    private final Set<String> shown = new HashSet<>();
    private final Set<String> helpers = new HashSet<>();

    /// Open questions, each with its session.
    private final Map<String, String> open = new HashMap<>();

    private final Deque<ObjectNode> waiting = new ArrayDeque<>();
    private @Nullable String current;
    private String mode;
    private boolean isWorking;
    private @Nullable JsonNode lastAnswer;

    /// @param resume the session the screen begins with, null for none
    /// @param mode the permission mode it begins in
    /// @param startedAt epoch milliseconds; what is older was told when it happened
    EventReader(@Nullable String resume, String mode, long startedAt) {
        this.current = resume;
        this.mode = mode;
        this.usualMode = mode.equals("plan") ? "default" : mode;
        this.startedAt = startedAt;
        if (resume != null) {
            shown.add(resume);
        }
    }

    /// @param event `{type, properties}`
    List<Said> read(ObjectNode event) {
        JsonNode properties = event.path("properties");
        String session = session(properties);
        String type = event.path("type").asString("");
        List<Said> all = new ArrayList<>();
        if (type.equals("session.created") || type.equals("session.updated")) {
            introduced(session, properties.path("info"), all);
        } else if (session.isEmpty() || shown.contains(session)) {
            said(type, session, properties, all);
        } else if (helpers.contains(session)) {
            questions(type, session, properties, all);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(event);
        }
        return all;
    }

    private static String session(JsonNode properties) {
        return properties
                .path("sessionID")
                .asString(properties.path("info").path("sessionID").asString(""));
    }

    private void introduced(String session, JsonNode info, List<Said> all) {
        boolean isNews =
                info.path("parentID").asString("").isEmpty()
                        ? shown.add(session)
                        : helpers.add(session);
        if (!isNews || waiting.isEmpty()) {
            return;
        }
        List<ObjectNode> held = List.copyOf(waiting);
        waiting.clear();
        held.forEach(event -> all.addAll(read(event)));
    }

    private void said(String type, String session, JsonNode properties, List<Said> all) {
        switch (type) {
            case "message.updated" -> message(session, properties.path("info"), all);
            case "message.part.updated" -> {
                if (session.equals(current)) {
                    all.addAll(
                            parts.updated(
                                    properties.path("part"), properties.path("time").asLong(0)));
                }
            }
            case "todo.updated" -> {
                if (session.equals(current)) {
                    all.add(line(ChatLines.plan(properties.path("todos"))));
                }
            }
            case "session.status" -> {
                String status = properties.path("status").path("type").asString("");
                if (session.equals(current) && status.equals("busy") && !isWorking) {
                    isWorking = true;
                    all.add(new Said.TurnStarted(mode));
                }
            }
            case "session.idle" -> idle(session, all);
            case "session.error" -> error(session, properties.path("error"), all);
            case "session.compacted" -> {
                if (session.equals(current)) {
                    all.add(line(ChatLines.note("Compaction completed")));
                }
            }
            default -> questions(type, session, properties, all);
        }
    }

    private void message(String session, JsonNode info, List<Said> all) {
        if (info.path("time").path("created").asLong(0) < startedAt) {
            return;
        }
        boolean isTyped = info.path("role").asString("").equals("user");
        boolean isNews = parts.announced(info.path("id").asString(""), isTyped);
        if (isTyped && isNews) {
            all.addAll(parts.flush());
            mode = info.path("agent").asString("").equals("plan") ? "plan" : usualMode;
            if (!session.equals(current)) {
                leave(all);
                current = session;
                all.add(new Said.Session(session));
            }
        } else if (!isTyped && session.equals(current) && info.path("time").has("completed")) {
            lastAnswer = info;
        }
    }

    private void idle(String session, List<Said> all) {
        if (open.values().removeIf(session::equals)) {
            all.add(new Said.NothingOpen(session));
        }
        if (session.equals(current)) {
            leave(all);
        }
    }

    /// Ends the turn, if one runs.
    private void leave(List<Said> all) {
        if (!isWorking) {
            return;
        }
        isWorking = false;
        JsonNode answer = lastAnswer;
        lastAnswer = null;
        if (answer != null && answer.path("tokens").path("total").asLong(0) > 0) {
            String model = answer.path("modelID").asString(null);
            all.add(line(ChatLines.tokens(model, answer.path("tokens"))));
        }
        all.add(new Said.TurnEnded());
    }

    private void error(String session, JsonNode error, List<Said> all) {
        String name = error.path("name").asString("");
        if (name.equals("MessageAbortedError") || !(session.isEmpty() || session.equals(current))) {
            return;
        }
        String why = error.path("data").path("message").asString(name);
        all.add(line(ChatLines.note(why.isBlank() ? "OpenCode failed" : why)));
    }

    private void questions(String type, String session, JsonNode properties, List<Said> all) {
        switch (type) {
            case "permission.asked" -> {
                open.put(properties.path("id").asString(""), session);
                all.addAll(parts.flush());
                all.add(asked(session, properties));
            }
            case "permission.replied" -> {
                String id = properties.path("requestID").asString("");
                open.remove(id);
                boolean isAllowed = !properties.path("reply").asString("").equals("reject");
                all.add(new Said.Answered(id, isAllowed));
            }
            case "session.idle" -> idle(session, all);
            default -> {
                // Of a sub-agent, or nothing that a chat shows.
            }
        }
    }

    private Said asked(String session, JsonNode question) {
        String id = question.path("id").asString("");
        String permission = question.path("permission").asString("");
        String callId = question.path("tool").path("callID").asString("");
        Optional<MessageParts.Call> call =
                parts.call(question.path("tool").path("messageID").asString(""), callId);
        String tool = call.map(MessageParts.Call::tool).orElse(permission);
        ObjectNode input = Json.object();
        if (call.isPresent() && call.get().input() instanceof ObjectNode told) {
            input.setAll(told);
        } else if (question.path("metadata") instanceof ObjectNode told) {
            input.setAll(told);
        }
        boolean isAboutCall =
                permission.equals(tool) || permission.equals("edit") && EDITORS.contains(tool);
        if (!isAboutCall || input.isEmpty()) {
            input.put("permission", permission).set("patterns", question.path("patterns"));
        }
        // A second question about one call would count as decided under the call's id.
        String named = isAboutCall && call.isPresent() ? callId : null;
        return new Said.Asked(new PermissionAsked(id, named, tool, input), session, permission);
    }

    private static Said line(ObjectNode message) {
        return new Said.Message(message, 0);
    }
}
