package hapi.protocol.rpc;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shapes of the calls to a machine's runner. Source: protocol/rpc-methods.md section 5 and
/// agents/runner.md section 4.
public final class MachineCalls {
    public static final String SPAWN_TYPE = "spawn-in-directory";

    private MachineCalls() {}

    /// Start an agent in a directory of the machine. `type` is [#SPAWN_TYPE], `directory` the only
    /// other required key. `sessionType` is `simple` or `worktree`; `existingSessionId` and
    /// `sessionId` travel with the same value; `approvedNewDirectoryCreation` counts as true when
    /// absent.
    public record SpawnParams(
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("directory") @Nullable String directory,
            @JsonProperty("agent") @Nullable String agent,
            @JsonProperty("model") @Nullable String model,
            @JsonProperty("effort") @Nullable String effort,
            @JsonProperty("modelReasoningEffort") @Nullable String modelReasoningEffort,
            @JsonProperty("permissionMode") @Nullable String permissionMode,
            @JsonProperty("yolo") @Nullable Boolean yolo,
            @JsonProperty("sessionType") @Nullable String sessionType,
            @JsonProperty("worktreeName") @Nullable String worktreeName,
            @JsonProperty("resumeSessionId") @Nullable String resumeSessionId,
            @JsonProperty("existingSessionId") @Nullable String existingSessionId,
            @JsonProperty("sessionId") @Nullable String sessionId,
            @JsonProperty("startingMode") @Nullable String startingMode,
            @JsonProperty("forkSession") @Nullable Boolean forkSession,
            @JsonProperty("approvedNewDirectoryCreation")
                    @Nullable Boolean approvedNewDirectoryCreation,
            @JsonProperty("token") @Nullable String token,
            @JsonProperty("serviceTier") @Nullable String serviceTier,
            @JsonProperty("collaborationMode") @Nullable String collaborationMode,
            @JsonProperty("copilotAgentMode") @Nullable String copilotAgentMode) {

        /// The plain request: this agent in this directory, everything else left to defaults.
        public static SpawnParams in(String directory, String agent) {
            return new SpawnParams(
                    SPAWN_TYPE,
                    directory,
                    agent,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
    }

    /// A start that may be asked for again: the same `startId` (a UUID) never starts a second
    /// session, and the session of it has the tag [#tag]. Ours; published runners do not know it.
    public record SpawnOnceParams(
            @JsonProperty("startId") @Nullable String startId,
            @JsonProperty("spawn") @Nullable SpawnParams spawn) {
        /// What the session of this start is known by on the hub, before anybody knows its id.
        public static String tag(String startId) {
            return "start-" + startId;
        }
    }

    /// `type` is `success` (with `sessionId`), `error` (with `errorMessage`, perhaps `code`) or
    /// `requestToApproveDirectoryCreation` (with `directory`).
    public record SpawnResult(
            @JsonProperty("type") String type,
            @JsonProperty("sessionId") @Nullable String sessionId,
            @JsonProperty("errorMessage") @Nullable String errorMessage,
            @JsonProperty("code") @Nullable String code,
            @JsonProperty("directory") @Nullable String directory,
            @JsonProperty("agent") @Nullable String agent) {
        public static final String SUCCESS = "success";
        public static final String ERROR = "error";
        public static final String APPROVE_DIRECTORY = "requestToApproveDirectoryCreation";

        public static SpawnResult started(String sessionId) {
            return new SpawnResult(SUCCESS, sessionId, null, null, null, null);
        }

        /// `agent` is what the code is about, where it is about an agent.
        public static SpawnResult failed(
                String message, @Nullable String code, @Nullable String agent) {
            return new SpawnResult(ERROR, null, message, code, null, agent);
        }

        public static SpawnResult approveDirectory(String directory) {
            return new SpawnResult(APPROVE_DIRECTORY, null, null, null, directory, null);
        }
    }

    public record StopSessionParams(@JsonProperty("sessionId") @Nullable String sessionId) {}

    /// `status` is `stopped`, `already_gone` or `still_alive`; old runners send `message` only.
    public record StopSessionResult(
            @JsonProperty("status") @Nullable String status,
            @JsonProperty("message") @Nullable String message) {}

    public record StopRunnerResult(@JsonProperty("message") @Nullable String message) {}

    public record PathExistsParams(@JsonProperty("paths") @Nullable List<String> paths) {}

    /// `exists` is true for directories only.
    public record PathExistsResult(
            @JsonProperty("exists") Map<String, Boolean> exists,
            @JsonProperty("outsideWorkspaceRoots") @Nullable List<String> outsideWorkspaceRoots) {}

    public record ListMachineDirectoryParams(
            @JsonProperty("path") @Nullable String path,
            @JsonProperty("includeHidden") @Nullable Boolean includeHidden) {}

    /// `reason` says why an agent is not available, e.g. `not_found`.
    public record AgentAvailability(
            @JsonProperty("agent") String agent,
            @JsonProperty("available") boolean available,
            @JsonProperty("reason") @Nullable String reason) {}

    public record AgentAvailabilityResult(
            @JsonProperty("agents") @Nullable List<AgentAvailability> agents) {}

    public record CursorChatStoreParams(
            @JsonProperty("workspacePath") @Nullable String workspacePath,
            @JsonProperty("cursorSessionId") @Nullable String cursorSessionId,
            @JsonProperty("homeDir") @Nullable String homeDir) {}

    /// `store` is `legacy`, `acp` or absent.
    public record CursorChatStoreResult(
            @JsonProperty("onDisk") boolean onDisk,
            @JsonProperty("store") @Nullable String store) {}
}
