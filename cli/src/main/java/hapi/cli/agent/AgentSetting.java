package hapi.cli.agent;

import org.jspecify.annotations.Nullable;

/// A setting that may be changed while an agent runs.
public sealed interface AgentSetting {
    /// A permission mode of the flavor's list.
    record PermissionMode(String mode) implements AgentSetting {}

    /// A model name; null means the agent's default.
    record Model(@Nullable String model) implements AgentSetting {}

    /// How hard the model thinks; null means the agent's default.
    record Effort(@Nullable String effort) implements AgentSetting {}

    /// The class of service a provider offers; null means the agent's default.
    record ServiceTier(@Nullable String tier) implements AgentSetting {}

    /// How person and agent work together, e.g. `plan`; null means the agent's default.
    record CollaborationMode(@Nullable String mode) implements AgentSetting {}
}
