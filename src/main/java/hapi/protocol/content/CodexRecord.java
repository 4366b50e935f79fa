package hapi.protocol.content;

import hapi.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One record of the family "codex" (every agent that is not Claude), by its `type`.
public sealed interface CodexRecord {

    /// A growing message sends snapshots with the same id; the last one counts.
    record Message(@Nullable String id, String text, boolean isSnapshot) implements CodexRecord {}

    /// `isLive` marks a snapshot of a thought that is still growing under the same id.
    record Reasoning(@Nullable String id, String text, boolean isLive) implements CodexRecord {}

    /// The same `callId` is announced again whenever its input or status changes; `input` is JSON
    /// null while unknown.
    record ToolCall(
            String callId,
            String name,
            RawJson input,
            @Nullable String status,
            @Nullable String nativeTitle,
            @Nullable String nativeKind)
            implements CodexRecord {}

    record ToolCallResult(
            String callId, ToolOutput output, boolean isError, @Nullable String decision)
            implements CodexRecord {}

    record Plan(List<TodoItem> entries) implements CodexRecord {
        public Plan {
            entries = List.copyOf(entries);
        }
    }

    /// Status data, not a line of the chat.
    record TokenCount(@Nullable Long contextTokens, @Nullable Long contextWindow)
            implements CodexRecord {}

    record GeneratedImage(String imageId, @Nullable String fileName, @Nullable String mimeType)
            implements CodexRecord {}

    record Failure(String message) implements CodexRecord {}

    record Compacted(@Nullable String summary) implements CodexRecord {}

    /// `text` is null when the goal was cleared.
    record GoalChanged(@Nullable String text, @Nullable String status) implements CodexRecord {}

    /// Known, and of no interest to a person: deltas that a full record repeats.
    record Housekeeping(String type) implements CodexRecord {}

    record Unknown(@Nullable String type, RawJson raw) implements CodexRecord {}
}
