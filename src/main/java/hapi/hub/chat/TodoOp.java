package hapi.hub.chat;

import hapi.protocol.content.TodoItem;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a tool call does to the session's plan.
sealed interface TodoOp {
    /// The whole list at once.
    record Replaced(List<TodoItem> items) implements TodoOp {}

    /// One more item; its number is only in the result.
    record Added(TodoItem item) implements TodoOp {}

    record Updated(
            String number,
            TodoItem.@Nullable Status status,
            @Nullable String content,
            boolean isDeleted)
            implements TodoOp {}

    static @Nullable TodoOp of(String tool, RawJson input) {
        return switch (tool) {
            case "TodoWrite", "todowrite" -> replaced(input, "todos");
            case "update_plan" -> replaced(input, "plan");
            case "TaskCreate" -> {
                JsonNode call = read(input);
                String subject = text(call, "subject");
                yield subject == null
                        ? null
                        : new Added(
                                new TodoItem(
                                        subject,
                                        TodoItem.Status.PENDING,
                                        text(call, "activeForm")));
            }
            case "TaskUpdate" -> {
                JsonNode call = read(input);
                String number = call.path("taskId").asString("");
                String status = text(call, "status");
                yield number.isEmpty()
                        ? null
                        : new Updated(
                                number,
                                status == null ? null : TodoItem.status(status),
                                text(call, "subject"),
                                "deleted".equals(status));
            }
            default -> null;
        };
    }

    private static @Nullable TodoOp replaced(RawJson input, String name) {
        JsonNode list = read(input).path(name);
        if (!list.isArray()) {
            return null;
        }
        List<TodoItem> items = new ArrayList<>();
        for (JsonNode entry : list) {
            String content = text(entry, "content");
            if (content == null) {
                content = text(entry, "step");
            }
            if (content != null && !content.isBlank()) {
                items.add(
                        new TodoItem(
                                content,
                                TodoItem.status(text(entry, "status")),
                                text(entry, "activeForm")));
            }
        }
        return new Replaced(List.copyOf(items));
    }

    private static JsonNode read(RawJson input) {
        try {
            return input.read();
        } catch (JsonSyntaxException e) {
            return hapi.protocol.json.Json.object();
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    /// The list while it is built up; items by their number in the order in which they came.
    final class Plan {
        private static final Pattern NUMBER = Pattern.compile("#(\\d{1,9})");

        private final Map<String, TodoItem> items = new LinkedHashMap<>();

        void apply(TodoOp op, String callId, @Nullable String result) {
            switch (op) {
                case Replaced(List<TodoItem> all) -> {
                    items.clear();
                    for (int i = 0; i < all.size(); i++) {
                        items.put("list " + i, all.get(i));
                    }
                }
                case Added(TodoItem item) -> {
                    Matcher number = NUMBER.matcher(result == null ? "" : result);
                    items.put(number.find() ? number.group(1) : callId, item);
                }
                case Updated update -> update(update);
            }
        }

        private void update(Updated update) {
            if (update.isDeleted()) {
                items.remove(update.number());
                return;
            }
            TodoItem old = items.get(update.number());
            if (old == null) {
                // Made on a page that is not loaded.
                old = new TodoItem("#" + update.number(), TodoItem.Status.PENDING, null);
            }
            items.put(
                    update.number(),
                    new TodoItem(
                            update.content() == null ? old.content() : update.content(),
                            update.status() == null ? old.status() : update.status(),
                            old.activeForm()));
        }

        List<TodoItem> items() {
            return List.copyOf(items.values());
        }

        static ChatEvent.TodoProgress progress(List<TodoItem> items) {
            int done = 0;
            String current = null;
            for (TodoItem item : items) {
                if (item.status() == TodoItem.Status.COMPLETED) {
                    done++;
                } else if (item.status() == TodoItem.Status.IN_PROGRESS && current == null) {
                    current = item.activeForm() == null ? item.content() : item.activeForm();
                }
            }
            return new ChatEvent.TodoProgress(done, items.size(), current);
        }
    }
}
