package hapi.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One row of the session list, as `GET /api/sessions` shows it. Times are epoch milliseconds.
public record SessionSummary(
        @JsonProperty("hasConversationContent") boolean hasConversationContent,
        @JsonProperty("id") String id,
        @JsonProperty("active") boolean active,
        @JsonProperty("thinking") boolean thinking,
        @JsonProperty("activeAt") long activeAt,
        @JsonProperty("updatedAt") long updatedAt,
        @JsonProperty("pinned") boolean pinned,
        @JsonProperty("globalPinned") boolean globalPinned,
        @JsonProperty("metadata") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable Details metadata,
        @JsonProperty("metadataVersion") long metadataVersion,
        @JsonProperty("agentStateVersion") long agentStateVersion,
        @JsonProperty("todosUpdatedAt") long todosUpdatedAt,
        @JsonProperty("todoProgress") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable TodoProgress todoProgress,
        @JsonProperty("pendingRequestsCount") int pendingRequestsCount,
        @JsonProperty("pendingRequestKinds") List<String> pendingRequestKinds,
        @JsonProperty("pendingRequests") List<PendingRequest> pendingRequests,
        @JsonProperty("backgroundTaskCount") int backgroundTaskCount,
        @JsonProperty("futureScheduledMessageCount") int futureScheduledMessageCount,
        @JsonProperty("nextScheduledAt") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable Long nextScheduledAt,
        @JsonProperty("model") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String model,
        @JsonProperty("modelReasoningEffort") @JsonInclude(JsonInclude.Include.ALWAYS)
                @Nullable String modelReasoningEffort,
        @JsonProperty("effort") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String effort) {
    public static final String KIND_PERMISSION = "permission";
    public static final String KIND_INPUT = "input";
    private static final int SHORT_ID = 8;

    public SessionSummary {
        pendingRequestKinds = List.copyOf(pendingRequestKinds);
        pendingRequests = List.copyOf(pendingRequests);
    }

    /// What people call it: its own name, else the agent's title, else its folder. Empty when it
    /// has none of them.
    public Optional<String> title() {
        return Optional.ofNullable(metadata)
                .flatMap(it ->
                        Stream.of(
                                        it.name(),
                                        it.summary() == null ? null : it.summary().text(),
                                        lastSegment(it.path()))
                                .filter(name -> name != null && !name.isBlank())
                                .findFirst());
    }

    /// The first letters of its id, for who has no title.
    public String shortId() {
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    /// The last part of a path, of any system; empty for the root.
    public static String lastSegment(String path) {
        int end = path.length();
        while (end > 0 && isSlash(path.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && !isSlash(path.charAt(start - 1))) {
            start--;
        }
        return path.substring(start, end);
    }

    private static boolean isSlash(char it) {
        return it == '/' || it == '\\';
    }

    /// The part of the metadata that a list needs. `agentSessionId` is the agent's own id of the
    /// session, whatever the flavor calls it; `host` is for our own page and does not travel.
    public record Details(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("path") String path,
            @JsonIgnore String host,
            @JsonProperty("machineId") @Nullable String machineId,
            @JsonProperty("summary") @Nullable Title summary,
            @JsonProperty("flavor") @JsonInclude(JsonInclude.Include.ALWAYS)
                    @Nullable String flavor,
            @JsonProperty("worktree") @Nullable RawJson worktree,
            @JsonProperty("agentSessionId") @Nullable String agentSessionId,
            @JsonProperty("lifecycleState") @Nullable String lifecycleState,
            @JsonProperty("hapiMcpUrl") @Nullable String hapiMcpUrl) {}

    public record Title(@JsonProperty("text") String text) {}

    public record TodoProgress(
            @JsonProperty("completed") int completed, @JsonProperty("total") int total) {}

    /// A request the agent waits for; `kind` is `permission` or `input`, `since` its time.
    public record PendingRequest(
            @JsonProperty("id") String id,
            @JsonProperty("kind") String kind,
            @JsonProperty("tool") String tool,
            @JsonProperty("since") long since) {}
}
