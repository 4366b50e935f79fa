package hapi.cli.agent;

import java.util.List;
import java.util.Optional;

/// What is particular about one agent, as data: nothing outside this table and the family's package
/// compares flavor names.
///
/// `resumeField` is the metadata key that holds the agent's own session id. `program` is looked up
/// on PATH unless the variable `pathVariable` names a file.
public record FlavorSpec(
        String id,
        String label,
        BackendFamily family,
        String program,
        String pathVariable,
        String resumeField,
        List<String> permissionModes) {
    public static final FlavorSpec CLAUDE =
            new FlavorSpec(
                    "claude",
                    "Claude",
                    BackendFamily.STREAM_JSON,
                    "claude",
                    "HAPI_CLAUDE_PATH",
                    "claudeSessionId",
                    List.of("default", "acceptEdits", "auto", "bypassPermissions", "plan"));

    public static final List<FlavorSpec> ALL = List.of(CLAUDE);

    public FlavorSpec {
        permissionModes = List.copyOf(permissionModes);
    }

    public static Optional<FlavorSpec> byId(String id) {
        return ALL.stream().filter(flavor -> flavor.id.equals(id)).findFirst();
    }

    public boolean hasPermissionMode(String mode) {
        return permissionModes.contains(mode);
    }
}
