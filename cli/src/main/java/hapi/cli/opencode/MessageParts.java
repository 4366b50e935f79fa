package hapi.cli.opencode;

import hapi.cli.opencode.Said.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The messages of the session that the screen shows, part by part, each said once.
///
/// OpenCode names a text when it begins and says it when it ends, and a tool call may begin in
/// between; what began later waits for the text, so that the chat has the order of the screen.
/// Parts of messages that were not announced are old and were told before. Single-threaded.
final class MessageParts {
    private static final int MAX_MESSAGES = 500;

    private final Map<String, Spoken> messages = new LinkedHashMap<>();
    private final List<Slot> waiting = new ArrayList<>();

    /// A tool call as far as it is known.
    record Call(String tool, JsonNode input) {}

    private static final class Spoken {
        private final boolean isTyped;
        private final Set<String> told = new HashSet<>();
        private final Map<String, Call> calls = new LinkedHashMap<>();

        Spoken(boolean isTyped) {
            this.isTyped = isTyped;
        }
    }

    /// A place in the order; `line` is null while the text of the part is not complete.
    private record Slot(String part, @Nullable ObjectNode line, long at) {}

    /// A message of this run exists. Returns whether it is news.
    boolean announced(String messageId, boolean isTyped) {
        if (messages.containsKey(messageId)) {
            return false;
        }
        messages.put(messageId, new Spoken(isTyped));
        if (messages.size() > MAX_MESSAGES) {
            messages.remove(messages.keySet().iterator().next());
        }
        return true;
    }

    /// The call that a question names.
    Optional<Call> call(String messageId, String callId) {
        return Optional.ofNullable(messages.get(messageId)).map(spoken -> spoken.calls.get(callId));
    }

    List<Said> updated(JsonNode part, long at) {
        Spoken message = messages.get(part.path("messageID").asString(""));
        String id = part.path("id").asString("");
        if (message == null || id.isEmpty()) {
            return List.of();
        }
        switch (part.path("type").asString("")) {
            case "text" -> text(message, id, part, false, at);
            case "reasoning" -> text(message, id, part, true, at);
            case "tool" -> tool(message, id, part, at);
            default -> {
                // Marks of steps, snapshots and files: not for the chat.
            }
        }
        return next();
    }

    /// Everything that can be said now, also what stands behind a text without an end.
    List<Said> flush() {
        List<Said> all = new ArrayList<>();
        List<Slot> open = new ArrayList<>();
        for (Slot slot : waiting) {
            if (slot.line() == null) {
                open.add(slot);
            } else {
                all.add(new Message(slot.line(), slot.at()));
            }
        }
        waiting.clear();
        waiting.addAll(open);
        return all;
    }

    private void text(Spoken message, String id, JsonNode part, boolean isThought, long at) {
        String text = part.path("text").asString("");
        if (part.path("synthetic").asBoolean(false) || part.path("ignored").asBoolean(false)) {
            return;
        }
        boolean isWhole = message.isTyped || part.path("time").hasNonNull("end");
        if (!isWhole) {
            if (!message.told.contains(id) && slotOf(id) < 0) {
                waiting.add(new Slot(id, null, at));
            }
            return;
        }
        int place = slotOf(id);
        if (!message.told.add(id) || text.isBlank()) {
            if (place >= 0) {
                waiting.remove(place);
            }
            return;
        }
        ObjectNode line =
                message.isTyped
                        ? ChatLines.typed(text)
                        : isThought ? ChatLines.reasoning(id, text) : ChatLines.message(text);
        Slot slot = new Slot(id, line, at);
        if (place >= 0) {
            waiting.set(place, slot);
        } else {
            waiting.add(slot);
        }
    }

    private void tool(Spoken message, String id, JsonNode part, long at) {
        JsonNode state = part.path("state");
        String status = state.path("status").asString("");
        String callId = part.path("callID").asString("");
        if (callId.isEmpty() || status.isEmpty() || status.equals("pending")) {
            return; // Its input is not there yet.
        }
        String tool = part.path("tool").asString("tool");
        message.calls.put(callId, new Call(tool, state.path("input")));
        if (message.told.add(id)) {
            waiting.add(new Slot(id, ChatLines.call(callId, tool, state), at));
        }
        boolean isOver = status.equals("completed") || status.equals("error");
        if (isOver && message.told.add(id + " end")) {
            waiting.add(new Slot(id + " end", ChatLines.result(callId, state), at));
        }
    }

    private int slotOf(String part) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).part().equals(part)) {
                return i;
            }
        }
        return -1;
    }

    /// What can be said in order.
    private List<Said> next() {
        List<Said> all = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.getFirst().line() != null) {
            Slot slot = waiting.removeFirst();
            all.add(new Message(java.util.Objects.requireNonNull(slot.line()), slot.at()));
        }
        return all;
    }
}
