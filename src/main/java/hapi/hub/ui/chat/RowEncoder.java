package hapi.hub.ui.chat;

import hapi.hub.chat.AnsiText;
import hapi.hub.chat.BlockPosition;
import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.ChatEvent;
import hapi.hub.chat.Markdown;
import hapi.hub.ui.text.Texts;
import hapi.protocol.content.Attachment;
import hapi.protocol.content.TodoItem;
import hapi.protocol.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a block of the chat as a row; `model.ts` is the other half. Pure.
public final class RowEncoder {
    /// What a command without a name printed is a line of the thread up to here.
    private static final int ONE_LINE = 160;

    private final RowContext context;
    private final Texts texts;
    private final ToolRowEncoder tools;

    public RowEncoder(RowContext context) {
        this.context = context;
        this.texts = context.texts();
        this.tools = new ToolRowEncoder(context, this);
    }

    public ObjectNode row(ChatBlock block) {
        return switch (block) {
            case ChatBlock.UserText user -> user(user);
            case ChatBlock.AgentText text ->
                    base(text, "prose")
                            .put("html", html(text.text()))
                            .put("live", text.isStreaming());
            case ChatBlock.AgentReasoning reasoning ->
                    base(reasoning, "reasoning")
                            .put("html", html(reasoning.text()))
                            .put("live", reasoning.isLive());
            case ChatBlock.ToolCallBlock tool -> tools.row(tool);
            case ChatBlock.PlanBlock plan ->
                    words(
                            plan,
                            texts.text("event.todo", plan.done(), plan.items().size()),
                            "plain");
            case ChatBlock.GeneratedImage image ->
                    base(image, "picture")
                            .put("src", PictureController.path(context.session(), image.imageId()))
                            .put("name", image.fileName() == null ? "" : image.fileName());
            case ChatBlock.CodexReview review -> review(review);
            case ChatBlock.CliOutput output -> output(output);
            case ChatBlock.EventBlock event -> event(event);
            case ChatBlock.UnknownBlock unknown ->
                    unknown(unknown, unknown.kind(), unknown.raw().text());
        };
    }

    /// The living list: `{done, of, now, list}`, or JSON null.
    JsonNode todo(Optional<ChatBlock.PlanBlock> plan) {
        if (plan.isEmpty()) {
            return Json.mapper().getNodeFactory().nullNode();
        }
        List<TodoItem> items = plan.get().items();
        ObjectNode todo = Json.object().put("done", plan.get().done()).put("of", items.size());
        items.stream()
                .filter(item -> item.status() == TodoItem.Status.IN_PROGRESS)
                .findFirst()
                .ifPresent(item -> todo.put("now", item.content()));
        ArrayNode parts = Json.mapper().createArrayNode();
        new PartEncoder(texts, PartEncoder.SHORT_CHARS).todos(items, parts);
        todo.set("list", parts.get(0));
        return todo;
    }

    /// All of what a row keeps back: the pieces inside its card, uncut but for a last limit.
    public ArrayNode whole(ChatBlock block) {
        return block instanceof ChatBlock.ToolCallBlock tool
                ? tools.whole(tool)
                : Json.mapper().createArrayNode();
    }

    ObjectNode base(ChatBlock block, String kind) {
        ObjectNode row =
                Json.object()
                        .put("id", block.id())
                        .put("kind", kind)
                        .put("at", block.createdAtMillis());
        BlockPosition position = block.position();
        row.putArray("place")
                .add(position.at())
                .add(position.seq())
                .add(position.messageId())
                .add(position.part());
        return row;
    }

    private ObjectNode user(ChatBlock.UserText user) {
        ObjectNode row =
                base(user, "user")
                        .put("text", user.text())
                        .put("delivery", user.delivery().name().toLowerCase(Locale.ROOT));
        if (user.localId() != null) {
            row.put("localId", user.localId());
        }
        ArrayNode attachments = row.putArray("attachments");
        for (Attachment attachment : user.attachments()) {
            ObjectNode one =
                    attachments
                            .addObject()
                            .put("name", attachment.filename())
                            .put("note", attachment.mimeType());
            String preview = attachment.previewUrl();
            if (preview != null && preview.matches("data:image/(png|jpeg|gif|webp);base64,.*")) {
                one.put("preview", preview);
            }
        }
        return row;
    }

    private ObjectNode words(ChatBlock block, String words, String tone) {
        return base(block, "event").put("words", words).put("tone", tone);
    }

    private ObjectNode review(ChatBlock.CodexReview review) {
        ObjectNode row =
                base(review, "review")
                        .put(
                                "verdict",
                                review.verdict() == null
                                        ? texts.text("row.review")
                                        : review.verdict())
                        .put("html", html(orEmpty(review.explanation())));
        ArrayNode findings = row.putArray("findings");
        for (ChatBlock.ReviewFinding finding : review.findings()) {
            String line = finding.line() == null ? "" : ":" + finding.line();
            findings.addObject()
                    .put("title", finding.title())
                    .put("html", html(finding.body()))
                    .put("place", context.inFolder(orEmpty(finding.path())) + line);
        }
        return row;
    }

    private ObjectNode output(ChatBlock.CliOutput output) {
        String said = output.stdout().strip();
        if (output.command().isBlank() && output.stderr().isBlank() && isShort(said)) {
            return words(
                    output, AnsiText.plain(said, left -> texts.text("tool.cut", left)), "plain");
        }
        ObjectNode row =
                base(output, "output")
                        .put(
                                "command",
                                output.command().isBlank()
                                        ? texts.text("row.output")
                                        : output.command());
        ArrayNode parts = row.putArray("parts");
        PartEncoder encoder = new PartEncoder(texts, ToolRowEncoder.WHOLE_CHARS);
        if (!output.stdout().isBlank()) {
            encoder.printed("", output.stdout().strip(), false, parts);
        }
        if (!output.stderr().isBlank()) {
            encoder.printed("", output.stderr().strip(), true, parts);
        }
        return row;
    }

    private static boolean isShort(String said) {
        return !said.isEmpty() && said.length() <= ONE_LINE && said.indexOf('\n') < 0;
    }

    private ObjectNode unknown(ChatBlock block, String kind, String json) {
        ObjectNode row = base(block, "unknown").put("words", texts.text("row.unknown", kind));
        new PartEncoder(texts, ToolRowEncoder.WHOLE_CHARS)
                .code("", PartEncoder.pretty(json), row.putArray("parts"));
        return row;
    }

    private ObjectNode event(ChatBlock.EventBlock block) {
        return switch (block.event()) {
            case ChatEvent.ModeSwitched(String mode) ->
                    words(block, texts.text("event.mode." + mode), "plain");
            case ChatEvent.PermissionModeChanged(String mode) ->
                    words(block, texts.text("event.permissionMode", mode(mode)), "plain");
            case ChatEvent.TitleChanged(String title) ->
                    words(block, texts.text("event.title", title), "plain");
            case ChatEvent.LimitReached(Long resets) -> limit(block, "event.limit", resets, "stop");
            case ChatEvent.LimitWarning(Long resets) ->
                    limit(block, "event.limitWarning", resets, "wait");
            case ChatEvent.ApiError(int attempt, int most, Integer _, String message) ->
                    most > 0
                            ? words(
                                    block,
                                    texts.text("event.apiError", attempt, most, message),
                                    "wait")
                            : words(block, texts.text("event.apiErrorLast", message), "stop");
            case ChatEvent.TurnDuration(long millis, Double _, Integer _) ->
                    words(block, texts.text("event.turn", seconds(millis)), "plain");
            case ChatEvent.TurnSummary(String text) -> words(block, text, "plain");
            case ChatEvent.Compacted(Long _, Long saved, String summary) ->
                    withText(
                            words(
                                    block,
                                    saved == null
                                            ? texts.text("event.compacted")
                                            : texts.text(
                                                    "event.compactedSaved",
                                                    String.format(texts.language(), "%,d", saved)),
                                    "plain"),
                            summary);
            case ChatEvent.Recap(String text) ->
                    withText(words(block, texts.text("event.recap"), "plain"), text);
            case ChatEvent.GoalChanged(String text, String _) ->
                    words(block, texts.text("event.goal", text), "plain");
            case ChatEvent.TodoProgress(int done, int total, String current) ->
                    words(
                            block,
                            current == null
                                    ? texts.text("event.todo", done, total)
                                    : texts.text("event.todoNow", done, total, current),
                            "plain");
            case ChatEvent.Stopped _ -> words(block, texts.text("event.stopped"), "plain");
            case ChatEvent.Failure(String message) ->
                    words(block, texts.text("event.failure", message), "stop");
            case ChatEvent.PlainNotice(String text) -> words(block, text, "plain");
            case ChatEvent.UnknownEvent(String kind, var raw) -> unknown(block, kind, raw.text());
        };
    }

    private ObjectNode limit(ChatBlock block, String key, @Nullable Long resets, String tone) {
        return resets == null
                ? words(block, texts.text(key), tone)
                : words(block, texts.text(key + "Until", "{time}"), tone).put("time", resets);
    }

    private ObjectNode withText(ObjectNode row, @Nullable String markdown) {
        return markdown == null || markdown.isBlank() ? row : row.put("html", html(markdown));
    }

    private String mode(String mode) {
        return texts.has("mode." + mode) ? texts.text("mode." + mode) : mode;
    }

    private String seconds(long millis) {
        long seconds = Math.round(millis / 1000.0);
        return seconds < 60
                ? texts.text("time.seconds", seconds)
                : texts.text("time.minutesSeconds", seconds / 60, seconds % 60);
    }

    private String html(String markdown) {
        return Markdown.toHtml(markdown, left -> texts.text("tool.cut", left));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
