package hapi.cli.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything needed to start an agent.
///
/// @param program the executable
/// @param resume the agent's own session id to go on with, or null for a new one
/// @param extraArguments the user's own arguments, passed on untouched
/// @param mcpServers in-session tool servers, name to URL
/// @param allowedTools tools the agent may use without asking
/// @param serviceTier the provider's class of service, or null for the agent's default
/// @param collaborationMode how person and agent work together, or null for the agent's default
public record AgentLaunch(
        Path program,
        Path folder,
        Map<String, String> environment,
        @Nullable String resume,
        String permissionMode,
        @Nullable String model,
        @Nullable String effort,
        PromptShape shape,
        String instruction,
        Map<String, String> mcpServers,
        List<String> allowedTools,
        List<Path> readableFolders,
        List<String> extraArguments,
        @Nullable String serviceTier,
        @Nullable String collaborationMode) {
    public AgentLaunch {
        environment = Map.copyOf(environment);
        mcpServers = Map.copyOf(mcpServers);
        allowedTools = List.copyOf(allowedTools);
        readableFolders = List.copyOf(readableFolders);
        extraArguments = List.copyOf(extraArguments);
    }

    /// For the many agents that have neither service tiers nor collaboration modes.
    public AgentLaunch(
            Path program,
            Path folder,
            Map<String, String> environment,
            @Nullable String resume,
            String permissionMode,
            @Nullable String model,
            @Nullable String effort,
            PromptShape shape,
            String instruction,
            Map<String, String> mcpServers,
            List<String> allowedTools,
            List<Path> readableFolders,
            List<String> extraArguments) {
        this(
                program,
                folder,
                environment,
                resume,
                permissionMode,
                model,
                effort,
                shape,
                instruction,
                mcpServers,
                allowedTools,
                readableFolders,
                extraArguments,
                null,
                null);
    }

    /// What a prompt may override and only a new process can change.
    ///
    /// @param systemPrompt replaces the agent's own system prompt
    /// @param appendSystemPrompt is added after the session's instruction
    public record PromptShape(
            @Nullable String systemPrompt,
            @Nullable String appendSystemPrompt,
            @Nullable String fallbackModel,
            List<String> allowedTools,
            List<String> disallowedTools) {
        public static final PromptShape PLAIN =
                new PromptShape(null, null, null, List.of(), List.of());

        public PromptShape {
            allowedTools = List.copyOf(allowedTools);
            disallowedTools = List.copyOf(disallowedTools);
        }
    }
}
