package hapi.hub.session.internal;

import hapi.hub.session.TaskStep;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The session's todo list, in the wire shape, while its agent changes single items. Pure.
final class TaskItems {
    private static final String OURS = "task-";
    private static final int MAX_CHARS = 256 * 1024;
    private static final Set<String> STATES = Set.of("pending", "in_progress", "completed");

    private TaskItems() {}

    /// The list after these steps. A list that was written whole is not gone on with; one that
    /// would make every answer and event about its session large stays as it is.
    static @Nullable String after(@Nullable String todos, List<TaskStep> steps) {
        ArrayNode items = ours(todos);
        boolean isChanged = false;
        for (TaskStep step : steps) {
            isChanged |= take(items, step);
        }
        if (!isChanged) {
            return todos;
        }
        String text = Json.write(items);
        return text.length() > MAX_CHARS ? todos : text;
    }

    private static boolean take(ArrayNode items, TaskStep step) {
        return switch (step) {
            case TaskStep.Added(String number, String subject) -> {
                if (place(items, number) >= 0) {
                    items.removeAll();
                }
                items.addObject()
                        .put("content", subject)
                        .put("status", "pending")
                        .put("priority", "medium")
                        .put("id", OURS + number);
                yield true;
            }
            case TaskStep.Changed(String number, var status, var subject) -> {
                int place = place(items, number);
                if (place < 0) {
                    yield false;
                }
                ObjectNode item = (ObjectNode) items.get(place);
                if (status != null && STATES.contains(status)) {
                    item.put("status", status);
                }
                if (subject != null && !subject.isBlank()) {
                    item.put("content", subject);
                }
                yield true;
            }
            case TaskStep.Deleted(String number) -> {
                int place = place(items, number);
                if (place >= 0) {
                    items.remove(place);
                }
                yield place >= 0;
            }
        };
    }

    private static int place(ArrayNode items, String number) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path("id").asString("").equals(OURS + number)) {
                return i;
            }
        }
        return -1;
    }

    private static ArrayNode ours(@Nullable String todos) {
        ArrayNode none = Json.mapper().createArrayNode();
        if (todos == null) {
            return none;
        }
        try {
            return Json.parse(todos) instanceof ArrayNode items
                            && items.valueStream()
                                    .allMatch(item ->
                                            item.isObject()
                                                    && item.path("id")
                                                            .asString("")
                                                            .startsWith(OURS))
                    ? items
                    : none;
        } catch (JsonSyntaxException e) {
            return none;
        }
    }
}
