package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Whether a call goes ahead without asking anybody. Decides by the kind the agent gives the call,
/// the files it names, and whether it is HAPI's own tool; never by words of a title, because a
/// title may be the command itself. Decision: docs/decisions/0021-acp.md.
///
/// @param isInside whether a path lies in the workspace, as written and really
/// @param ownTool knows HAPI's tool by its exact names
record AutoApproval(Predicate<String> isInside, OwnTool ownTool) {
    private static final Set<String> LOOKING = Set.of("read", "search");

    /// @param name the name the agent announced the call under, empty when it did not
    boolean allows(JsonNode call, String name, String mode) {
        if (ownTool.is(call, name)) {
            return true;
        }
        String kind = text(call, "kind");
        return switch (mode) {
            case "yolo" -> true;
            case "safe-yolo" ->
                    isLooking(call, kind) || kind.equals("edit") && isInside(call, false);
            case "read-only" -> isLooking(call, kind);
            default -> false;
        };
    }

    /// A search names no place when it looks through the whole workspace.
    private boolean isLooking(JsonNode call, String kind) {
        return LOOKING.contains(kind) && isInside(call, kind.equals("search"));
    }

    private boolean isInside(JsonNode call, boolean whenNoneIsNamed) {
        Set<String> paths = CallInput.paths(call);
        return paths.isEmpty() ? whenNoneIsNamed : paths.stream().allMatch(isInside);
    }
}
