package hapi.hub.message.internal;

import hapi.hub.session.TaskStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds what Claude's tools for single items of work change: an item is there with the result that
/// names its number, and changes with the call. Measured with Claude Code 2.1.197. Items of a
/// sub-agent are not the session's.
final class TaskReading {
    private static final Pattern CREATED = Pattern.compile("Task #\\S+ created.*", Pattern.DOTALL);

    private TaskReading() {}

    /// `body` is the content of an agent's record.
    static List<TaskStep> of(JsonNode body) {
        JsonNode data = body.path("data");
        if (!body.path("type").asString("").equals("output")
                || data.path("isSidechain").asBoolean(false)) {
            return List.of();
        }
        return switch (data.path("type").asString("")) {
            case "user" -> added(data).stream().toList();
            case "assistant" -> changed(data.path("message").path("content"));
            default -> List.of();
        };
    }

    private static Optional<TaskStep> added(JsonNode data) {
        JsonNode task = data.path("toolUseResult").path("task");
        String number = task.path("id").asString("");
        String subject = task.path("subject").asString("");
        boolean isCreated =
                data.path("message")
                        .path("content")
                        .valueStream()
                        .anyMatch(block ->
                                CREATED.matcher(block.path("content").asString("")).matches());
        return isCreated && !number.isEmpty() && !subject.isBlank()
                ? Optional.of(new TaskStep.Added(number, subject))
                : Optional.empty();
    }

    private static List<TaskStep> changed(JsonNode blocks) {
        List<TaskStep> steps = new ArrayList<>();
        for (JsonNode block : blocks) {
            JsonNode input = block.path("input");
            String number = input.path("taskId").asString("");
            if (block.path("type").asString("").equals("tool_use")
                    && block.path("name").asString("").equals("TaskUpdate")
                    && !number.isEmpty()) {
                String status = text(input, "status");
                steps.add(
                        "deleted".equals(status)
                                ? new TaskStep.Deleted(number)
                                : new TaskStep.Changed(number, status, text(input, "subject")));
            }
        }
        return steps;
    }

    private static @Nullable String text(JsonNode input, String key) {
        return input.path(key).isString() ? input.path(key).stringValue() : null;
    }
}
