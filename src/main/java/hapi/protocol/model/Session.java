package hapi.protocol.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A session as REST and SSE show it. Times are epoch milliseconds. `metadata` and `agentState` are
/// the views a client may see (known keys only, JSON null when they do not fit their schema), not
/// what the CLI stored.
public record Session(
        @JsonProperty("hasConversationContent") boolean hasConversationContent,
        @JsonProperty("id") String id,
        @JsonProperty("namespace") String namespace,
        @JsonProperty("seq") long seq,
        @JsonProperty("createdAt") long createdAt,
        @JsonProperty("updatedAt") long updatedAt,
        @JsonProperty("pinned") boolean pinned,
        @JsonProperty("globalPinned") boolean globalPinned,
        @JsonProperty("active") boolean active,
        @JsonProperty("activeAt") long activeAt,
        @JsonProperty("metadata") RawJson metadata,
        @JsonProperty("metadataVersion") long metadataVersion,
        @JsonProperty("agentState") RawJson agentState,
        @JsonProperty("agentStateVersion") long agentStateVersion,
        @JsonProperty("thinking") boolean thinking,
        @JsonProperty("thinkingAt") long thinkingAt,
        @JsonProperty("activeTurnStartedAt") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable Long activeTurnStartedAt,
        @JsonProperty("backgroundTaskCount") int backgroundTaskCount,
        @JsonProperty("todos") @Nullable RawJson todos,
        @JsonProperty("teamState") @Nullable RawJson teamState,
        @JsonProperty("todosUpdatedAt") long todosUpdatedAt,
        @JsonProperty("teamStateUpdatedAt") long teamStateUpdatedAt,
        @JsonProperty("model") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String model,
        @JsonProperty("modelReasoningEffort") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable String modelReasoningEffort,
        @JsonProperty("effort") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String effort,
        @JsonProperty("serviceTier") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable String serviceTier,
        @JsonProperty("permissionMode") @Nullable String permissionMode,
        @JsonProperty("collaborationMode") @Nullable String collaborationMode,
        @JsonProperty("copilotAgentMode") @Nullable String copilotAgentMode) {
    /// Whether somebody works with it at its terminal. Costs next to nothing when nobody does,
    /// however long the state is.
    public boolean atTerminal() {
        // A view is written by us, so without blanks; arguments of a tool may hold the same words.
        return agentState.text().contains("\"controlledByUser\":true")
                && agentState.read().path("controlledByUser").asBoolean(false);
    }
}
