package hapi.hub.chat;

import hapi.protocol.content.TodoItem;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How a tool call is told to a person: a verb, a one-line subject, and what it asks for in full.
/// Pure, and total over any input.
///
/// `verb` and the state give the title ([#title] in English, [#titleKey] for a text bundle).
/// `subject` is one line; it may be empty and is not cut.
public record ToolPresentation(
        Verb verb, String subject, List<ToolBody> bodies, int added, int removed) {
    public enum Verb {
        RUN("Ran", "Running", "Wants to run a command"),
        READ("Read", "Reading", "Wants to read"),
        CHANGE("Changed", "Changing", "Wants to change a file"),
        SEARCH("Searched", "Searching", "Wants to search"),
        FETCH("Fetched", "Fetching", "Wants to open a page"),
        ASK("Asked", "Asks", "Asks"),
        PLAN("Planned", "Planning", "Proposes a plan"),
        DELEGATE("Delegated", "Delegating", "Wants to start a helper"),
        TODO("Updated the list", "Updating the list", "Wants to update the list"),
        THINK("Thought", "Thinking", "Thinking"),
        USE("Used", "Using", "Wants to use a tool");

        private final String past;
        private final String present;
        private final String wish;

        Verb(String past, String present, String wish) {
            this.past = past;
            this.present = present;
            this.wish = wish;
        }
    }

    /// What agents add for themselves; the command is in it a second time.
    private static final Set<String> BOOKKEEPING =
            Set.of(
                    "thread_id",
                    "turn_id",
                    "call_id",
                    "type",
                    "command_actions",
                    "command_source",
                    "parsed_cmd");

    public ToolPresentation {
        bodies = List.copyOf(bodies);
    }

    /// Of a call that waits for a person, every field of the input is shown: what the bodies do not
    /// tell comes as JSON behind them.
    public static ToolPresentation of(ChatBlock.ToolCallBlock block) {
        ToolPresentation tool = told(block);
        if (block.state() != ChatBlock.ToolState.ASKING) {
            return tool;
        }
        Permission permission = block.permission();
        List<ToolBody> bodies = new ArrayList<>(tool.bodies);
        rest(block.call(), block.call().input()).ifPresent(bodies::add);
        if (permission != null && !permission.arguments().equals(block.call().input())) {
            rest(block.call(), permission.arguments())
                    .filter(body -> !bodies.contains(body))
                    .ifPresent(bodies::add);
        }
        return new ToolPresentation(tool.verb, tool.subject, bodies, tool.added, tool.removed);
    }

    /// The fields that no other body shows.
    private static Optional<ToolBody> rest(ChatBlock.ToolCall call, RawJson raw) {
        JsonNode input = read(raw);
        ToolKind kind = ToolKind.of(call, input);
        if (kind == ToolKind.OTHER) {
            return Optional.empty();
        }
        ObjectNode rest = Json.object();
        Set<String> shown = kind.shown(call, input);
        for (Map.Entry<String, JsonNode> field : input.properties()) {
            if (!shown.contains(field.getKey()) && !BOOKKEEPING.contains(field.getKey())) {
                rest.set(field.getKey(), field.getValue());
            }
        }
        return rest.isEmpty() ? Optional.empty() : Optional.of(json(RawJson.of(rest), rest));
    }

    private static ToolPresentation told(ChatBlock.ToolCallBlock block) {
        Permission permission = block.permission();
        ToolPresentation own = of(block.call());
        boolean isBare = own.bodies.isEmpty() || own.bodies.getFirst() instanceof ToolBody.Json;
        if (permission == null || !isBare && !(permission instanceof Permission.Pending)) {
            return own;
        }
        // Some agents say only in the question what they are about to do.
        ToolPresentation asked =
                of(
                        new ChatBlock.ToolCall(
                                block.call().callId(),
                                block.call().name().isEmpty()
                                        ? permission.tool()
                                        : block.call().name(),
                                permission.arguments(),
                                block.call().title(),
                                block.call().kind()));
        boolean isFuller =
                !asked.bodies.isEmpty() && !(asked.bodies.getFirst() instanceof ToolBody.Json);
        return isFuller ? asked : own;
    }

    public static ToolPresentation of(ChatBlock.ToolCall call) {
        JsonNode input = read(call.input());
        return switch (ToolKind.of(call, input)) {
            case COMMAND -> command(input);
            case READ -> simple(Verb.READ, readSubject(input));
            case EDIT -> edit(call, input);
            case SEARCH -> simple(Verb.SEARCH, searchSubject(input));
            case FETCH -> simple(Verb.FETCH, first(input, "url", "query", "prompt"));
            case QUESTION -> questions(call, input);
            case PLAN -> plan(input);
            case DELEGATE -> delegate(input);
            case TODO -> todos(call);
            case THINK -> simple(Verb.THINK, first(input, "title", "thought"));
            case OTHER -> other(call, input);
        };
    }

    /// In English, for logs, notifications and languages without a text.
    public String title(ChatBlock.ToolState state) {
        return switch (state) {
            case ASKING -> verb.wish;
            case RUNNING -> verb.present;
            case DONE, FAILED, STOPPED, REFUSED -> verb.past;
        };
    }

    /// `tool.<verb>.<state>` in lower case.
    public String titleKey(ChatBlock.ToolState state) {
        return "tool."
                + verb.name().toLowerCase(Locale.ROOT)
                + "."
                + state.name().toLowerCase(Locale.ROOT);
    }

    private static ToolPresentation simple(Verb verb, String subject) {
        return new ToolPresentation(verb, oneLine(subject), List.of(), 0, 0);
    }

    private static ToolPresentation command(JsonNode input) {
        String command = CommandText.of(input);
        String description = text(input, "description", "message", "reason");
        return new ToolPresentation(
                Verb.RUN,
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
                    Verb.CHANGE,
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
                Verb.CHANGE,
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
                Verb.ASK,
                oneLine(questions.getFirst().text()),
                List.of(new ToolBody.Questions(questions, isNested)),
                0,
                0);
    }

    private static ToolPresentation plan(JsonNode input) {
        String plan = first(input, "plan", "content", "text");
        return new ToolPresentation(
                Verb.PLAN,
                oneLine(plan.replaceFirst("^#+\\s*", "")),
                List.of(new ToolBody.Document(plan)),
                0,
                0);
    }

    private static ToolPresentation delegate(JsonNode input) {
        String prompt = first(input, "prompt");
        String subject = first(input, "description");
        return new ToolPresentation(
                Verb.DELEGATE,
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
                Verb.TODO,
                oneLine(subject),
                items.isEmpty()
                        ? List.of(json(call.input(), read(call.input())))
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
                Verb.USE,
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

    private static ToolBody json(RawJson raw, JsonNode input) {
        return new ToolBody.Json(pretty(input), raw);
    }

    private static String pretty(JsonNode input) {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(input);
    }

    private static JsonNode read(RawJson input) {
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
