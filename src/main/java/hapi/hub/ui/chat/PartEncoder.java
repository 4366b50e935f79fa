package hapi.hub.ui.chat;

import hapi.hub.chat.AnsiText;
import hapi.hub.chat.CommandRisk;
import hapi.hub.chat.Markdown;
import hapi.hub.chat.ToolBody;
import hapi.hub.chat.VisibleText;
import hapi.hub.ui.text.Texts;
import hapi.protocol.content.TodoItem;
import hapi.protocol.content.ToolOutput;
import hapi.protocol.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the pieces inside a card as JSON; `model.ts` is the other half. Text is text: only fields
/// named `html` hold HTML, and only what [Markdown] made safe.
public final class PartEncoder {
    /// What a row carries of one piece at most; the whole is fetched when somebody asks.
    static final int SHORT_CHARS = 4_000;

    private final Texts texts;
    private final int limit;
    private final UnaryOperator<String> paths;
    private boolean isCut;

    /// `limit` in characters, per piece; pieces that a person must judge are never cut.
    public PartEncoder(Texts texts, int limit) {
        this(texts, limit, UnaryOperator.identity());
    }

    /// `paths` writes the path of a file as a person says it.
    public PartEncoder(Texts texts, int limit, UnaryOperator<String> paths) {
        this.texts = texts;
        this.limit = limit;
        this.paths = paths;
    }

    /// Whether something was cut since this was made.
    public boolean isCut() {
        return isCut;
    }

    /// What a call asks for. Questions have a form of their own and are written as facts here.
    public void body(ToolBody body, ArrayNode into) {
        switch (body) {
            case ToolBody.Command command -> command(command, into);
            case ToolBody.Diff diff -> diff(diff, into);
            case ToolBody.Questions questions -> questions(questions, into);
            case ToolBody.Document document -> document("", document.markdown(), into);
            case ToolBody.Todos todos -> todos(todos.items(), into);
            case ToolBody.Json json -> code("", VisibleText.of(json.pretty()), into);
        }
    }

    private void command(ToolBody.Command command, ArrayNode into) {
        ObjectNode part = into.addObject().put("kind", "command");
        ArrayNode marks = part.putArray("marks");
        // Making hidden characters visible moves what follows, the marks with it.
        StringBuilder visible = new StringBuilder();
        int at = 0;
        for (CommandRisk.Span span : command.risks()) {
            visible.append(VisibleText.of(command.command().substring(at, span.start())));
            int from = visible.length();
            visible.append(VisibleText.of(command.command().substring(span.start(), span.end())));
            marks.addObject()
                    .put("from", from)
                    .put("to", visible.length())
                    .put("why", texts.text("risk." + lower(span.kind())));
            at = span.end();
        }
        visible.append(VisibleText.of(command.command().substring(at)));
        part.put("text", visible.toString());
    }

    /// The part that was written, for who has more to say of the change.
    public ObjectNode diff(ToolBody.Diff diff, ArrayNode into) {
        ObjectNode part =
                into.addObject()
                        .put("kind", "diff")
                        .put("path", VisibleText.of(paths.apply(diff.path())))
                        .put("added", diff.added())
                        .put("removed", diff.removed());
        ArrayNode lines = part.putArray("lines");
        for (ToolBody.DiffLine line : diff.lines()) {
            String sign =
                    switch (line.kind()) {
                        case CONTEXT -> " ";
                        case ADDED -> "+";
                        case REMOVED -> "-";
                        case GAP -> "…";
                    };
            lines.addObject().put("sign", sign).put("text", VisibleText.of(line.text()));
        }
        return part;
    }

    private static void questions(ToolBody.Questions questions, ArrayNode into) {
        ArrayNode facts = into.addObject().put("kind", "facts").putArray("facts");
        for (ToolBody.Question question : questions.questions()) {
            String options =
                    String.join("\n", question.options().stream().map(it -> it.label()).toList());
            facts.addObject().put("name", question.text()).put("value", options);
        }
    }

    void todos(List<TodoItem> items, ArrayNode into) {
        ArrayNode list = into.addObject().put("kind", "todos").putArray("items");
        for (TodoItem item : items) {
            list.addObject()
                    .put("text", item.content())
                    .put("state", item.status().name().toLowerCase(Locale.ROOT));
        }
    }

    public void document(String label, String markdown, ArrayNode into) {
        into.addObject()
                .put("kind", "prose")
                .put("label", label)
                .put("html", Markdown.toHtml(markdown, this::leftOut));
    }

    void code(String label, String text, ArrayNode into) {
        into.addObject().put("kind", "code").put("label", label).put("text", cut(text));
    }

    /// What a terminal printed.
    void printed(String label, String output, boolean isFault, ArrayNode into) {
        ObjectNode part =
                into.addObject()
                        .put("kind", "text")
                        .put("label", label)
                        .put("tone", isFault ? "stop" : "plain");
        ArrayNode runs = part.putArray("runs");
        for (AnsiText.Run run : AnsiText.runs(cut(output), this::leftOut)) {
            ObjectNode one = runs.addObject().put("text", run.text());
            if (!run.classes().isEmpty()) {
                one.put("look", String.join(" ", run.classes()));
            }
        }
    }

    void output(ToolOutput result, boolean isFault, ArrayNode into) {
        if (!result.text().isBlank()) {
            printed(texts.text("tool.output"), result.text().strip(), isFault, into);
        }
        if (!result.imageTypes().isEmpty()) {
            code("", texts.text("tool.picture"), into);
        }
        if (result.raw() != null) {
            code(texts.text("tool.output"), pretty(result.raw().text()), into);
        }
    }

    static String pretty(String json) {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(Json.parse(json));
    }

    private String cut(String text) {
        if (text.length() <= limit) {
            return text;
        }
        isCut = true;
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end) + "\n" + leftOut(text.length() - end);
    }

    private String leftOut(int characters) {
        return texts.text("tool.cut", characters);
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
