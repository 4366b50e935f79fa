package hapi.hub.ui.decision;

import hapi.hub.chat.ToolBody;
import hapi.hub.chat.ToolPresentation;
import hapi.hub.permission.Decision;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The choices of a request, and what each means in the words of the agent's process. Pure.
///
/// The order is the same for every agent: allow once, allow for the session, refuse.
public final class Choices {
    public static final String ONCE = "once";
    public static final String SESSION = "session";
    public static final String REFUSE = "refuse";
    public static final String ANSWER = "answer";
    public static final String PLAN_ASK = "plan-ask";
    public static final String PLAN_EDITS = "plan-edits";

    private Choices() {}

    /// What sort of request it is, which decides its choices.
    public enum Sort {
        COMMAND,
        EDIT,
        PLAN,
        QUESTION,
        TOOL
    }

    public static Sort sort(ToolPresentation told) {
        return switch (told.verb()) {
            case RUN -> Sort.COMMAND;
            case CHANGE -> Sort.EDIT;
            case PLAN -> Sort.PLAN;
            case ASK -> Sort.QUESTION;
            case READ, SEARCH, FETCH, DELEGATE, TODO, THINK, USE -> Sort.TOOL;
        };
    }

    public static List<String> of(Sort sort, FlavorSpec flavor) {
        return switch (sort) {
            case COMMAND, EDIT, TOOL -> List.of(ONCE, SESSION, REFUSE);
            case PLAN ->
                    flavor.decidesInWords()
                            ? List.of(ONCE, REFUSE)
                            : List.of(PLAN_ASK, PLAN_EDITS, REFUSE);
            case QUESTION -> List.of(ANSWER, REFUSE);
        };
    }

    /// The decision that a choice stands for; empty when the request does not have that choice.
    /// `answers` by question id, only with [#ANSWER].
    public static Optional<Decision> decision(
            String choice,
            String tool,
            ToolPresentation told,
            FlavorSpec flavor,
            @Nullable String reason,
            Map<String, List<String>> answers) {
        Sort sort = sort(told);
        if (!of(sort, flavor).contains(choice)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (choice) {
                    case ONCE ->
                            flavor.decidesInWords()
                                    ? words(true, "approved", null)
                                    : Decision.allowOnce();
                    case SESSION -> forSession(sort, tool, told, flavor);
                    case PLAN_ASK -> new Decision(true, null, "default", null, null, null);
                    case PLAN_EDITS -> new Decision(true, null, "acceptEdits", null, null, null);
                    case ANSWER ->
                            new Decision(true, null, null, null, answers(told, answers), null);
                    default ->
                            flavor.decidesInWords() && sort != Sort.QUESTION
                                    ? words(false, "abort", reason)
                                    : Decision.refuse(reason);
                });
    }

    private static Decision words(boolean isApproved, String word, @Nullable String reason) {
        return new Decision(isApproved, word, null, null, null, reason);
    }

    private static Decision forSession(
            Sort sort, String tool, ToolPresentation told, FlavorSpec flavor) {
        if (flavor.decidesInWords()) {
            return words(true, "approved_for_session", null);
        }
        return switch (sort) {
            case EDIT -> new Decision(true, null, "acceptEdits", null, null, null);
            case COMMAND ->
                    new Decision(
                            true,
                            null,
                            null,
                            List.of(tool + "(" + command(told) + ")"),
                            null,
                            null);
            case TOOL, PLAN, QUESTION -> new Decision(true, null, null, List.of(tool), null, null);
        };
    }

    private static String command(ToolPresentation told) {
        return told.bodies().stream()
                .filter(ToolBody.Command.class::isInstance)
                .map(body -> ((ToolBody.Command) body).command())
                .findFirst()
                .orElse(told.subject());
    }

    private static RawJson answers(ToolPresentation told, Map<String, List<String>> answers) {
        boolean isNested =
                told.bodies().stream()
                        .anyMatch(body -> body instanceof ToolBody.Questions it && it.isNested());
        ObjectNode all = Json.object();
        answers.forEach((id, labels) -> {
            ArrayNode list = isNested ? all.putObject(id).putArray("answers") : all.putArray(id);
            labels.forEach(list::add);
        });
        return RawJson.of(all);
    }
}
