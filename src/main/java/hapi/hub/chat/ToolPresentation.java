package hapi.hub.chat;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /// Of a call that waits for a person and is known by its request only; shows every field too.
    public static ToolPresentation asked(ChatBlock.ToolCall call) {
        ToolPresentation tool = of(call);
        List<ToolBody> bodies = new ArrayList<>(tool.bodies);
        rest(call, call.input()).ifPresent(bodies::add);
        return new ToolPresentation(tool.verb, tool.subject, bodies, tool.added, tool.removed);
    }

    /// The fields that no other body shows.
    private static Optional<ToolBody> rest(ChatBlock.ToolCall call, RawJson raw) {
        JsonNode input = ToolReader.inputOf(raw);
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
        return rest.isEmpty()
                ? Optional.empty()
                : Optional.of(ToolReader.json(RawJson.of(rest), rest));
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
        return ToolReader.read(call);
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
}
