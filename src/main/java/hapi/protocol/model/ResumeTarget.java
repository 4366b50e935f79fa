package hapi.protocol.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A session that a command line may go on with in its terminal, with what it is started with.
/// `directory` and `agentSessionId` are never empty. Source: protocol/cli-rest.md 7 and 8.
public record ResumeTarget(
        @JsonProperty("sessionId") String sessionId,
        @JsonProperty("flavor") String flavor,
        @JsonProperty("directory") String directory,
        @JsonProperty("machineId") @Nullable String machineId,
        @JsonProperty("host") @Nullable String host,
        @JsonProperty("active") boolean active,
        @JsonProperty("thinking") boolean thinking,
        @JsonProperty("controlledByUser") boolean controlledByUser,
        @JsonProperty("agentSessionId") String agentSessionId,
        @JsonProperty("model") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String model,
        @JsonProperty("effort") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String effort,
        @JsonProperty("modelReasoningEffort") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable String modelReasoningEffort,
        @JsonProperty("permissionMode") @Nullable String permissionMode,
        @JsonProperty("collaborationMode") @Nullable String collaborationMode,
        @JsonProperty("copilotAgentMode") @Nullable String copilotAgentMode) {}
