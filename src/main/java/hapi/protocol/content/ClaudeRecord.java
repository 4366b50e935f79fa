package hapi.protocol.content;

import hapi.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a Claude Code transcript, by its `type`.
public sealed interface ClaudeRecord {

    /// What every line may say about its place. `parentToolUseId` names the tool call whose
    /// sub-agent wrote the line; older CLIs leave only the `parentUuid` chain.
    record Line(
            @Nullable String uuid,
            @Nullable String parentUuid,
            @Nullable String parentToolUseId,
            boolean isSidechain,
            boolean isMeta,
            boolean isCompactSummary) {}

    /// `contextTokens` is the size of the prompt of this answer, caches included; null when
    /// unknown.
    record Assistant(
            Line line,
            List<ClaudeBlock> blocks,
            @Nullable String model,
            boolean isApiError,
            @Nullable Long contextTokens,
            @Nullable Long contextWindow)
            implements ClaudeRecord {
        public Assistant {
            blocks = List.copyOf(blocks);
        }
    }

    /// Tool results, or text that stands in the user's place (a sub-agent's prompt, an
    /// interruption).
    record User(Line line, List<ClaudeBlock> blocks) implements ClaudeRecord {
        public User {
            blocks = List.copyOf(blocks);
        }
    }

    /// A `system` line; what it says is in [SystemNote].
    record System(Line line, SystemNote note) implements ClaudeRecord {}

    record Summary(String text, @Nullable String leafUuid) implements ClaudeRecord {}

    /// The account's limit: `status` is `allowed`, `allowed_warning` or `rejected`; `resetsAt` in
    /// ms.
    record RateLimit(String status, @Nullable Long resetsAtMillis) implements ClaudeRecord {}

    /// Known, and of no interest to a person: snapshots, queue operations, stream bookkeeping.
    record Housekeeping(String type) implements ClaudeRecord {}

    record Unknown(@Nullable String type, RawJson raw) implements ClaudeRecord {}
}
