package hapi.cli.agent;

import org.jspecify.annotations.Nullable;

/// A setting that may be changed while an agent runs.
public sealed interface AgentSetting {
    /// A permission mode of the flavor's list.
    record PermissionMode(String mode) implements AgentSetting {}

    /// A model name; null means the agent's default.
    record Model(@Nullable String model) implements AgentSetting {}
}
