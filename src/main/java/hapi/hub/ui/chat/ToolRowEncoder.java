package hapi.hub.ui.chat;

import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.ChatBlock.ToolCallBlock;
import hapi.hub.chat.ChatBlock.ToolState;
import hapi.hub.chat.Permission;
import hapi.hub.chat.ToolBody;
import hapi.hub.chat.ToolPresentation;
import hapi.hub.chat.ToolPresentation.Verb;
import hapi.hub.chat.VisibleText;
import hapi.hub.permission.StoredDecision;
import hapi.hub.ui.text.Texts;
import hapi.protocol.content.ToolOutput;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a tool call as a row: a sentence, how it went, who allowed it, and what is inside.
final class ToolRowEncoder {
    static final int WHOLE_CHARS = 400_000;

    /// Of a helper's steps the last few are shown.
    private static final int LAST_CHILDREN = 3;

    /// Of a helper that was asked for all steps.
    private static final int MOST_CHILDREN = 400;

    private static final int MAX_SUBJECT = 300;

    /// What took less is not worth a number.
    private static final long SHORTEST_MILLIS = 2_000;

    /// Calls that only look: neighbours of them become one line.
    private static final Set<Verb> LOOKING = EnumSet.of(Verb.READ, Verb.SEARCH);

    private static final Set<Verb> IN_WORDS =
            EnumSet.of(Verb.ASK, Verb.PLAN, Verb.DELEGATE, Verb.TODO, Verb.THINK);
    private static final Pattern MARKS =
            Pattern.compile("^(?:#{1,6} |[-*] |\\d{1,3}\\. )+|`|\\*\\*");
    private static final Pattern LINE_NUMBERS = Pattern.compile("(?m)^ {0,6}\\d{1,6}[\\t→]");

    private final RowContext context;
    private final Texts texts;
    private final RowEncoder rows;

    ToolRowEncoder(RowContext context, RowEncoder rows) {
        this.context = context;
        this.texts = context.texts();
        this.rows = rows;
    }

    ObjectNode row(ToolCallBlock block) {
        ToolPresentation told = ToolPresentation.of(block);
        String subject = context.inFolder(told.subject());
        if (IN_WORDS.contains(told.verb())) {
            subject = words(subject);
        }
        if (subject.isEmpty() && told.verb() == Verb.USE) {
            subject = texts.text("tool.unknownName");
        }
        ObjectNode row =
                rows.base(block, "tool")
                        .put("verb", texts.text(told.titleKey(block.state())))
                        .put("subject", VisibleText.of(shorten(subject)))
                        .put("code", !IN_WORDS.contains(told.verb()))
                        .put("note", note(told, block))
                        .put("state", PartEncoder.lower(block.state()));
        if (block.durationMillis() != null
                && block.durationMillis() >= SHORTEST_MILLIS
                && block.state() != ToolState.ASKING
                && block.state() != ToolState.REFUSED) {
            row.put("millis", block.durationMillis());
        }
        if (LOOKING.contains(told.verb())
                && block.state() == ToolState.DONE
                && block.permission() == null
                && block.children().isEmpty()) {
            row.put("fold", PartEncoder.lower(told.verb()));
        }
        block.openPermission().ifPresent(open -> row.put("request", open.requestId()));
        decided(block, row);
        PartEncoder encoder = new PartEncoder(texts, PartEncoder.SHORT_CHARS, context::inFolder);
        parts(told, block, encoder, row.putArray("parts"));
        row.put("more", encoder.isCut());
        children(block, row);
        return row;
    }

    ArrayNode whole(ToolCallBlock block) {
        ArrayNode parts = Json.mapper().createArrayNode();
        PartEncoder encoder = new PartEncoder(texts, WHOLE_CHARS, context::inFolder);
        parts(ToolPresentation.of(block), block, encoder, parts);
        return parts;
    }

    private String note(ToolPresentation told, ToolCallBlock block) {
        ToolOutput result = block.result();
        if (told.added() + told.removed() > 0) {
            return "+%d −%d".formatted(told.added(), told.removed());
        }
        boolean hasFailed = result != null && result.exitCode() != null && result.exitCode() != 0;
        return hasFailed ? texts.text("tool.exit", result.exitCode()) : "";
    }

    private void parts(
            ToolPresentation told, ToolCallBlock block, PartEncoder encoder, ArrayNode into) {
        for (ToolBody body : told.bodies()) {
            if (body instanceof ToolBody.Questions questions) {
                answers(questions, block.permission(), into);
            } else {
                encoder.body(body, into);
            }
        }
        ToolOutput result = block.result();
        boolean isFault = block.state() == ToolState.FAILED || block.state() == ToolState.REFUSED;
        if (result == null || !isFault && saysNothing(told.verb())) {
            return;
        }
        if (told.verb() == Verb.READ) {
            String text = LINE_NUMBERS.matcher(result.text()).replaceAll("");
            encoder.output(
                    new ToolOutput(
                            text,
                            result.exitCode(),
                            result.succeeded(),
                            result.imageTypes(),
                            result.raw()),
                    isFault,
                    into);
        } else if (told.verb() == Verb.DELEGATE && !result.text().isBlank()) {
            encoder.document(texts.text("tool.report"), result.text(), into);
        } else {
            encoder.output(result, isFault, into);
        }
    }

    /// "The file was updated" and the like.
    private static boolean saysNothing(Verb verb) {
        return verb == Verb.CHANGE || verb == Verb.TODO || verb == Verb.ASK || verb == Verb.PLAN;
    }

    private static void answers(
            ToolBody.Questions questions, @Nullable Permission permission, ArrayNode into) {
        RawJson given =
                permission instanceof Permission.Approved approved
                        ? approved.answers()
                        : RawJson.NULL;
        JsonNode answers = given.read();
        ArrayNode facts = into.addObject().put("kind", "facts").putArray("facts");
        List<ToolBody.Question> all = questions.questions();
        for (int i = 0; i < all.size(); i++) {
            ToolBody.Question question = all.get(i);
            JsonNode answer = answers.path(question.id());
            if (answer.isMissingNode()) {
                answer = answers.path(question.text());
            }
            facts.addObject().put("name", question.text()).put("value", labels(answer));
        }
    }

    private static String labels(JsonNode answer) {
        JsonNode list = answer.isObject() ? answer.path("answers") : answer;
        List<String> labels = new ArrayList<>();
        list.forEach(label -> labels.add(label.asString("")));
        return labels.isEmpty() && list.isString() ? list.asString() : String.join(", ", labels);
    }

    private void decided(ToolCallBlock block, ObjectNode row) {
        Permission permission = block.permission();
        String words;
        String tone;
        switch (permission) {
            case Permission.Approved approved -> {
                words = approval(approved);
                tone = "go";
            }
            case Permission.Denied denied -> {
                words =
                        denied.reason() == null || denied.reason().isBlank()
                                ? texts.text("decided.refused")
                                : texts.text("decided.refusedBecause", denied.reason());
                tone = "stop";
            }
            case Permission.Canceled _ -> {
                words = texts.text("decided.canceled");
                tone = "plain";
            }
            case Permission.Pending _, Permission.Resolved _ -> {
                return;
            }
            case null -> {
                return;
            }
        }
        StoredDecision stored = context.decisions().get(permission.requestId());
        ObjectNode decided =
                row.putObject("decided")
                        .put("words", words)
                        .put("tone", tone)
                        .put("from", stored == null ? "" : from(stored));
        Long at = stored != null ? Long.valueOf(stored.decidedAt()) : decidedAt(permission);
        if (at != null) {
            decided.put("at", at);
        }
    }

    private String approval(Permission.Approved approved) {
        if (!approved.answers().isNull()) {
            List<String> all = new ArrayList<>();
            approved.answers().read().forEach(answer -> all.add(labels(answer)));
            return texts.text("decided.answered", String.join("; ", all));
        }
        return texts.text(approved.isForSession() ? "decided.session" : "decided.once");
    }

    private static @Nullable Long decidedAt(Permission permission) {
        return switch (permission) {
            case Permission.Approved it -> it.decidedAtMillis();
            case Permission.Denied it -> it.decidedAtMillis();
            case Permission.Canceled it -> it.decidedAtMillis();
            case Permission.Resolved it -> it.decidedAtMillis();
            case Permission.Pending _ -> null;
        };
    }

    private String from(StoredDecision stored) {
        String device = stored.from().replaceFirst("^ui:", "");
        String key = "decided.device." + device;
        return texts.has(key) ? texts.text(key) : device;
    }

    /// The last steps of a helper, and always those that wait for a person.
    private void children(ToolCallBlock block, ObjectNode row) {
        List<ChatBlock> all = block.children();
        ArrayNode shown = row.putArray("children");
        int hidden = 0;
        int shownAtMost = context.unfolded().contains(block.id()) ? MOST_CHILDREN : LAST_CHILDREN;
        for (int i = 0; i < all.size(); i++) {
            boolean isLast = i >= all.size() - shownAtMost;
            if (isLast || hasOpenRequest(all.get(i))) {
                shown.add(rows.row(all.get(i)));
            } else {
                hidden++;
            }
        }
        row.put("hidden", hidden);
    }

    private static boolean hasOpenRequest(ChatBlock block) {
        return block instanceof ToolCallBlock tool
                && (tool.openPermission().isPresent()
                        || tool.children().stream().anyMatch(ToolRowEncoder::hasOpenRequest));
    }

    /// One line of Markdown without its marks.
    private static String words(String line) {
        return MARKS.matcher(line).replaceAll("");
    }

    private static String shorten(String subject) {
        return subject.length() <= MAX_SUBJECT ? subject : subject.substring(0, MAX_SUBJECT) + "…";
    }
}
