package hapi.hub.chat;

import hapi.protocol.content.TodoItem;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the input of a tool call says, kind by kind, whichever agent's field names it uses.
final class ToolReader {
    private ToolReader() {}

    static ToolPresentation read(ChatBlock.ToolCall call) {
        JsonNode input = inputOf(call.input());
        return switch (ToolKind.of(call, input)) {
            case COMMAND -> command(input);
            case READ -> simple(ToolPresentation.Verb.READ, readSubject(input));
            case EDIT -> edit(call, input);
            case SEARCH -> simple(ToolPresentation.Verb.SEARCH, searchSubject(input));
            case FETCH ->
                    simple(ToolPresentation.Verb.FETCH, first(input, "url", "query", "prompt"));
            case QUESTION -> questions(call, input);
            case PLAN -> plan(input);
            case DELEGATE -> delegate(input);
            case TODO -> todos(call);
            case THINK -> simple(ToolPresentation.Verb.THINK, first(input, "title", "thought"));
            case OTHER -> other(call, input);
        };
    }

    private static ToolPresentation simple(ToolPresentation.Verb verb, String subject) {
        return new ToolPresentation(verb, oneLine(subject), List.of(), 0, 0);
    }

    private static ToolPresentation command(JsonNode input) {
        String command = CommandText.of(input);
        String description = text(input, "description", "message", "reason");
        return new ToolPresentation(
                ToolPresentation.Verb.RUN,
                oneLine(command),
                List.of(
                        new ToolBody.Command(
                                command,
                                description,
                                text(input, "cwd", "workdir", "dir_path"),
                                CommandRisk.of(command))),
                0,
                0);
    }

    private static ToolPresentation edit(ChatBlock.ToolCall call, JsonNode input) {
        List<ToolBody.Diff> diffs = DiffReader.read(call.name(), input).diffs();
        if (diffs.isEmpty()) {
            String subject = first(input, "file_path", "filePath", "path", "notebook_path");
            return new ToolPresentation(
                    ToolPresentation.Verb.CHANGE,
                    oneLine(subject.isEmpty() ? titleOf(call) : subject),
                    List.of(json(call.input(), input)),
                    0,
                    0);
        }
        String subject = diffs.getFirst().path();
        if (diffs.size() > 1) {
            subject += " +" + (diffs.size() - 1);
        }
        return new ToolPresentation(
                ToolPresentation.Verb.CHANGE,
                oneLine(subject),
                new ArrayList<>(diffs),
                diffs.stream().mapToInt(ToolBody.Diff::added).sum(),
                diffs.stream().mapToInt(ToolBody.Diff::removed).sum());
    }

    private static ToolPresentation questions(ChatBlock.ToolCall call, JsonNode input) {
        boolean isNested = call.name().equals("request_user_input");
        List<ToolBody.Question> questions = new ArrayList<>();
        for (JsonNode item : input.path("questions")) {
            String question = text(item, "question", "text");
            if (question == null) {
                continue;
            }
            List<ToolBody.Option> options = new ArrayList<>();
            for (JsonNode option : item.path("options")) {
                String label = option.isString() ? option.stringValue() : text(option, "label");
                if (label != null) {
                    options.add(new ToolBody.Option(label, first(option, "description")));
                }
            }
            String id = text(item, "id");
            questions.add(
                    new ToolBody.Question(
                            id == null ? String.valueOf(questions.size()) : id,
                            first(item, "header"),
                            question,
                            options,
                            item.path("multiSelect").asBoolean(false),
                            text(item, "placeholder")));
        }
        if (questions.isEmpty()) {
            // Whatever was asked can at least be answered in words.
            String question = first(input, "question", "prompt", "message");
            questions.add(
                    new ToolBody.Question(
                            "0",
                            "",
                            question.isEmpty() ? pretty(input) : question,
                            List.of(),
                            false,
                            null));
        }
        return new ToolPresentation(
                ToolPresentation.Verb.ASK,
                oneLine(questions.getFirst().text()),
                List.of(new ToolBody.Questions(questions, isNested)),
                0,
                0);
    }

    private static ToolPresentation plan(JsonNode input) {
        String plan = first(input, "plan", "content", "text");
        return new ToolPresentation(
                ToolPresentation.Verb.PLAN,
                oneLine(plan.replaceFirst("^#+\\s*", "")),
                List.of(new ToolBody.Document(plan)),
                0,
                0);
    }

    private static ToolPresentation delegate(JsonNode input) {
        String prompt = first(input, "prompt");
        String subject = first(input, "description");
        return new ToolPresentation(
                ToolPresentation.Verb.DELEGATE,
                oneLine(subject.isEmpty() ? prompt : subject),
                prompt.isEmpty() ? List.of() : List.of(new ToolBody.Document(prompt)),
                0,
                0);
    }

    private static ToolPresentation todos(ChatBlock.ToolCall call) {
        TodoOp op = TodoOp.of(call.name(), call.input());
        List<TodoItem> items =
                switch (op) {
                    case TodoOp.Replaced(List<TodoItem> all) -> all;
                    case TodoOp.Added(TodoItem item) -> List.of(item);
                    case TodoOp.Updated _ -> List.of();
                    case null -> List.of();
                };
        String subject = items.size() == 1 ? items.getFirst().content() : "";
        return new ToolPresentation(
                ToolPresentation.Verb.TODO,
                oneLine(subject),
                items.isEmpty()
                        ? List.of(json(call.input(), inputOf(call.input())))
                        : List.of(new ToolBody.Todos(items)),
                0,
                0);
    }

    private static ToolPresentation other(ChatBlock.ToolCall call, JsonNode input) {
        String subject =
                first(
                        input,
                        "file_path",
                        "path",
                        "command",
                        "pattern",
                        "url",
                        "query",
                        "name",
                        "title",
                        "skill");
        String title = titleOf(call);
        return new ToolPresentation(
                ToolPresentation.Verb.USE,
                oneLine(subject.isEmpty() ? title : title + " " + subject),
                input.isEmpty() ? List.of() : List.of(json(call.input(), input)),
                0,
                0);
    }

    /// `mcp__tracker__create_issue` is told as "tracker: create issue".
    private static String titleOf(ChatBlock.ToolCall call) {
        String name = call.name();
        if (name.startsWith("mcp__")) {
            String[] parts = name.substring(5).split("__", 2);
            return parts[0] + (parts.length > 1 ? ": " + parts[1].replace('_', ' ') : "");
        }
        String title = call.title();
        return name.isEmpty() && title != null ? title : name;
    }

    private static String readSubject(JsonNode input) {
        String path =
                first(input, "file_path", "filePath", "path", "absolute_path", "notebook_path");
        JsonNode offset = input.path("offset");
        JsonNode limit = input.path("limit");
        if (path.isEmpty() || !offset.isNumber()) {
            return path;
        }
        long from = (long) offset.asDouble(0);
        return path
                + ":"
                + from
                + (limit.isNumber() ? "-" + (from + (long) limit.asDouble(0) - 1) : "");
    }

    private static String searchSubject(JsonNode input) {
        String pattern = first(input, "pattern", "query", "regex");
        String path = first(input, "path", "dir_path");
        if (pattern.isEmpty() || path.isEmpty()) {
            return pattern + path;
        }
        return pattern + " in " + path;
    }

    static ToolBody json(RawJson raw, JsonNode input) {
        return new ToolBody.Json(pretty(input), raw);
    }

    private static String pretty(JsonNode input) {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(input);
    }

    static JsonNode inputOf(RawJson input) {
        try {
            return input.read();
        } catch (JsonSyntaxException e) {
            return Json.object();
        }
    }

    private static String first(JsonNode input, String... names) {
        String value = text(input, names);
        return value == null ? "" : value;
    }

    private static @Nullable String text(JsonNode input, String... names) {
        for (String name : names) {
            JsonNode value = input.path(name);
            if (value.isString() && !value.stringValue().isBlank()) {
                return value.stringValue();
            }
        }
        return null;
    }

    private static String oneLine(String text) {
        String line = text.strip();
        int end = line.indexOf('\n');
        return end < 0 ? line : line.substring(0, end).stripTrailing() + " …";
    }
}
