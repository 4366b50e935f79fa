package hapi.hub.ui.decision;

import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.CommandRisk;
import hapi.hub.chat.ToolBody;
import hapi.hub.chat.ToolPresentation;
import hapi.hub.chat.VisibleText;
import hapi.hub.session.PendingRequests;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a request for the dock and the inbox; `Ask` of `model.ts` is the other half. Everything
/// that has to be judged is in it, uncut.
public final class AskEncoder {
    private final Texts texts;
    private final AskPlace place;
    private final FlavorSpec flavor;

    public AskEncoder(Texts texts, AskPlace place) {
        this.texts = texts;
        this.place = place;
        this.flavor = place.flavor();
    }

    /// Names a request among those of all sessions; agents number theirs from one.
    public static String key(String session, String request) {
        return session + "/" + request;
    }

    /// How the tool of a request is told.
    public static ToolPresentation told(PendingRequests.Request request) {
        return ToolPresentation.asked(
                new ChatBlock.ToolCall(
                        request.id().value(), request.tool(), request.arguments(), null, null));
    }

    /// `why` is what the agent said just before, as plain text; `state` is `open` or `sent`; it is
    /// number `n` of `of` open requests of its session.
    public ObjectNode ask(
            PendingRequests.Request request, String why, String state, int n, int of) {
        ToolPresentation told = told(request);
        Choices.Sort sort = Choices.sort(told);
        ObjectNode ask =
                Json.object()
                        .put("key", key(place.session(), request.id().value()))
                        .put("id", request.id().value())
                        .put("session", place.session())
                        .put("sessionTitle", place.title())
                        .put("project", place.project())
                        .put("machine", place.machine())
                        .put("agent", flavor.label())
                        .put("since", request.since())
                        .put("n", n)
                        .put("of", of)
                        .put("hash", request.hash())
                        .put("sort", sort.name().toLowerCase(Locale.ROOT))
                        .put("title", title(sort, told, request.tool()))
                        .put("info", info(told))
                        .put("why", why.isEmpty() ? description(told) : VisibleText.of(why))
                        .put("note", note(told))
                        .put("state", state)
                        .put("words", "");
        ArrayNode parts = ask.putArray("parts");
        ArrayNode questions = ask.putArray("questions");
        AskParts encoder = new AskParts(texts, place);
        for (ToolBody body : told.bodies()) {
            if (body instanceof ToolBody.Questions form) {
                form.questions().forEach(it -> question(it, questions.addObject()));
            } else {
                encoder.part(body, parts);
            }
        }
        if (told.bodies().isEmpty()) {
            encoder.facts(request.arguments(), parts);
        }
        choices(sort, request.tool(), ask.putArray("choices"));
        String group = sort == Choices.Sort.PLAN ? "ask.planChip." : "ask.chip.";
        ArrayNode chips = ask.putArray("chips");
        for (int i = 1; i <= 3; i++) {
            chips.add(texts.text(group + i));
        }
        refusal(sort, ask.putObject("refusal"));
        return ask;
    }

    /// The panel that asks why not.
    private void refusal(Choices.Sort sort, ObjectNode into) {
        boolean stops = flavor.decidesInWords() && sort != Choices.Sort.QUESTION;
        into.put(
                        "title",
                        texts.text(
                                stops
                                        ? "ask.refuse.stop"
                                        : "ask.refuse." + sort.name().toLowerCase(Locale.ROOT),
                                flavor.label()))
                .put("hint", stops ? texts.text("ask.refuse.stops", flavor.label()) : "")
                .put("label", texts.text(sort == Choices.Sort.PLAN ? "ask.note" : "ask.reason"))
                .put(
                        "button",
                        texts.text(
                                sort == Choices.Sort.PLAN
                                        ? "ask.refuse.keep"
                                        : stops ? "ask.refuse.stopNow" : "ask.refuse.now"));
    }

    /// How much it is, in a few signs.
    private String info(ToolPresentation told) {
        long files = told.bodies().stream().filter(ToolBody.Diff.class::isInstance).count();
        if (files > 1) {
            return "+%d −%d".formatted(told.added(), told.removed());
        }
        for (ToolBody body : told.bodies()) {
            long lines =
                    switch (body) {
                        case ToolBody.Command command -> command.command().lines().count();
                        case ToolBody.Document document -> document.markdown().lines().count();
                        default -> 0;
                    };
            if (lines > 8) {
                return texts.text("ask.lines", lines);
            }
        }
        return "";
    }

    /// What the agent calls its command, where it said nothing else.
    private static String description(ToolPresentation told) {
        for (ToolBody body : told.bodies()) {
            if (body instanceof ToolBody.Command command && command.description() != null) {
                return VisibleText.of(command.description());
            }
        }
        return "";
    }

    private String title(Choices.Sort sort, ToolPresentation told, String tool) {
        return switch (sort) {
            case COMMAND -> texts.text("ask.title.command");
            case EDIT -> edit(told);
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

    private String edit(ToolPresentation told) {
        List<ToolBody.Diff> files =
                told.bodies().stream()
                        .filter(ToolBody.Diff.class::isInstance)
                        .map(ToolBody.Diff.class::cast)
                        .toList();
        if (files.size() > 1) {
            return texts.text("ask.title.edits", files.size());
        }
        boolean isNew = !files.isEmpty() && files.getFirst().change().equals("add");
        return texts.text(isNew ? "ask.title.write" : "ask.title.edit");
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
                    facts.add(texts.text("risk." + span.kind().name().toLowerCase(Locale.ROOT)));
                }
                if (VisibleText.hasHidden(command.command())) {
                    facts.add(texts.text("risk.hidden"));
                }
                String directory = command.directory();
                if (directory != null && !directory.equals(place.folder())) {
                    facts.add(texts.text("tool.in", VisibleText.of(place.inFolder(directory))));
                }
            }
        }
        String note = facts.stream().reduce((a, b) -> texts.text("ask.and", a, b)).orElse("");
        return note.isEmpty() ? "" : Character.toUpperCase(note.charAt(0)) + note.substring(1);
    }

    private static void question(ToolBody.Question question, ObjectNode into) {
        into.put("key", question.id())
                .put("header", VisibleText.of(question.header()))
                .put("text", VisibleText.of(question.text()))
                .put("multi", question.isMulti());
        ArrayNode options = into.putArray("options");
        for (ToolBody.Option option : question.options()) {
            options.addObject()
                    .put("label", option.label())
                    .put("shown", VisibleText.of(option.label()))
                    .put("description", VisibleText.of(option.description()));
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
