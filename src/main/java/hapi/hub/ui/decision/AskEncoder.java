package hapi.hub.ui.decision;

import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.CommandRisk;
import hapi.hub.chat.ToolBody;
import hapi.hub.chat.ToolPresentation;
import hapi.hub.chat.VisibleText;
import hapi.hub.session.PendingRequests;
import hapi.hub.ui.chat.PartEncoder;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a request for the dock; `Ask` of `model.ts` is the other half. Everything that has to be
/// judged is in it, uncut.
public final class AskEncoder {
    private final Texts texts;
    private final FlavorSpec flavor;

    public AskEncoder(Texts texts, FlavorSpec flavor) {
        this.texts = texts;
        this.flavor = flavor;
    }

    /// How the tool of a request is told.
    public static ToolPresentation told(PendingRequests.Request request) {
        return ToolPresentation.of(
                new ChatBlock.ToolCall(
                        request.id().value(), request.tool(), request.arguments(), null, null));
    }

    /// `why` is what the agent said just before, as plain text; `state` is `open` or `sent`.
    public ObjectNode ask(
            PendingRequests.Request request, String why, String state, @Nullable String fault) {
        ToolPresentation told = told(request);
        Choices.Sort sort = Choices.sort(told);
        ObjectNode ask =
                Json.object()
                        .put("id", request.id().value())
                        .put("hash", request.hash())
                        .put("title", title(sort, told, request.tool()))
                        .put("why", why)
                        .put("note", note(told))
                        .put("state", state)
                        .put("words", "")
                        .put("fault", fault == null ? "" : fault);
        ArrayNode parts = ask.putArray("parts");
        ArrayNode questions = ask.putArray("questions");
        PartEncoder encoder = new PartEncoder(texts, Integer.MAX_VALUE);
        for (ToolBody body : told.bodies()) {
            if (body instanceof ToolBody.Questions form) {
                form.questions().forEach(it -> question(it, questions.addObject()));
            } else {
                encoder.body(body, parts);
            }
        }
        if (told.bodies().isEmpty()) {
            encoder.body(
                    new ToolBody.Json(
                            told.subject().isEmpty() ? request.tool() : told.subject(),
                            request.arguments()),
                    parts);
        }
        choices(sort, request.tool(), ask.putArray("choices"));
        ArrayNode chips = ask.putArray("chips");
        String group = sort == Choices.Sort.PLAN ? "ask.planChip." : "ask.chip.";
        for (int i = 1; i <= 3; i++) {
            chips.add(texts.text(group + i));
        }
        return ask;
    }

    private String title(Choices.Sort sort, ToolPresentation told, String tool) {
        return switch (sort) {
            case COMMAND -> texts.text("ask.title.command");
            case EDIT -> {
                boolean isNew =
                        told.bodies().stream()
                                .allMatch(body ->
                                        body instanceof ToolBody.Diff diff
                                                && diff.change().equals("add"));
                yield texts.text(isNew ? "ask.title.write" : "ask.title.edit");
            }
            case PLAN -> texts.text("ask.title.plan");
            case QUESTION -> {
                int count =
                        told.bodies().getFirst() instanceof ToolBody.Questions form
                                ? form.questions().size()
                                : 1;
                yield count == 1
                        ? texts.text("ask.title.question")
                        : texts.text("ask.title.questions", count);
            }
            case TOOL -> texts.text("ask.title.tool", VisibleText.of(toolName(told, tool)));
        };
    }

    private static String toolName(ToolPresentation told, String tool) {
        return told.verb() == ToolPresentation.Verb.USE && tool.startsWith("mcp__")
                ? told.subject()
                : tool;
    }

    /// Facts that the parsed command proves, each once.
    private String note(ToolPresentation told) {
        Set<String> facts = new LinkedHashSet<>();
        for (ToolBody body : told.bodies()) {
            if (body instanceof ToolBody.Command command) {
                for (CommandRisk.Span span : command.risks()) {
                    facts.add(
                            texts.text(
                                    "risk."
                                            + span.kind()
                                                    .name()
                                                    .toLowerCase(java.util.Locale.ROOT)));
                }
                if (command.directory() != null) {
                    facts.add(texts.text("tool.in", VisibleText.of(command.directory())));
                }
            }
        }
        String note = String.join(", ", facts);
        return note.isEmpty() ? "" : Character.toUpperCase(note.charAt(0)) + note.substring(1);
    }

    private static void question(ToolBody.Question question, ObjectNode into) {
        into.put("key", question.id())
                .put("header", question.header())
                .put("text", question.text())
                .put("multi", question.isMulti());
        ArrayNode options = into.putArray("options");
        for (ToolBody.Option option : question.options()) {
            options.addObject()
                    .put("label", option.label())
                    .put("description", option.description());
        }
    }

    private void choices(Choices.Sort sort, String tool, ArrayNode into) {
        List<String> choices = Choices.of(sort, flavor);
        for (String choice : choices) {
            ObjectNode one = into.addObject().put("id", choice).put("label", label(choice, sort));
            switch (choice) {
                case Choices.SESSION -> one.put("look", "out").put("scope", scope(sort, tool));
                case Choices.PLAN_EDITS -> one.put("look", "out");
                case Choices.REFUSE -> one.put("look", "no").put("reason", true);
                default -> one.put("look", "go");
            }
        }
    }

    private String label(String choice, Choices.Sort sort) {
        return texts.text(
                switch (choice) {
                    case Choices.ONCE -> "ask.allow";
                    case Choices.SESSION -> "ask.session";
                    case Choices.ANSWER -> "ask.answer";
                    case Choices.PLAN_ASK -> "ask.plan.ask";
                    case Choices.PLAN_EDITS -> "ask.plan.edits";
                    default ->
                            switch (sort) {
                                case QUESTION -> "ask.skip";
                                case PLAN -> "ask.plan.keep";
                                case COMMAND, EDIT, TOOL ->
                                        flavor.decidesInWords() ? "ask.refuseStop" : "ask.refuse";
                            };
                });
    }

    private String scope(Choices.Sort sort, String tool) {
        if (flavor.decidesInWords()) {
            return texts.text("ask.scope.agent");
        }
        return switch (sort) {
            case COMMAND -> texts.text("ask.scope.command");
            case EDIT -> texts.text("ask.scope.edits");
            case TOOL, PLAN, QUESTION -> texts.text("ask.scope.tool", VisibleText.of(tool));
        };
    }
}
