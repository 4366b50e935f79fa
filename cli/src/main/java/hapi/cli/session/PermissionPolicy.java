package hapi.cli.session;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Whether a tool call goes ahead without asking. Pure.
final class PermissionPolicy {
    static final String EXIT_PLAN = "ExitPlanMode";
    private static final Set<String> EDITS = Set.of("Edit", "MultiEdit", "Write", "NotebookEdit");

    private PermissionPolicy() {}

    /// Questions always go to the user; then the session's own rules; then the permission mode.
    static boolean allows(String tool, JsonNode input, String mode, AllowedTools rules) {
        if (AllowedTools.QUESTIONS.contains(tool)) {
            return false;
        }
        if (rules.allows(tool, input)) {
            return true;
        }
        return switch (mode) {
            case "bypassPermissions" -> true;
            case "acceptEdits" -> EDITS.contains(tool);
            default -> false;
        };
    }
}
