package hapi.hub.chat;

import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A person's say over one tool call, as the CLI keeps it in the agent state. `requestId` is what
/// an answer must name; it is not always the id of the tool call. Times in epoch ms.
public sealed interface Permission {
    String requestId();

    String tool();

    RawJson arguments();

    @Nullable Long createdAtMillis();

    record Pending(String requestId, String tool, RawJson arguments, @Nullable Long createdAtMillis)
            implements Permission {}

    /// `mode` is the permission mode that came with the answer, `answers` what was chosen in a
    /// question form (JSON null when it was none).
    record Approved(
            String requestId,
            String tool,
            RawJson arguments,
            @Nullable Long createdAtMillis,
            @Nullable Long decidedAtMillis,
            boolean isForSession,
            @Nullable String mode,
            RawJson answers)
            implements Permission {}

    record Denied(
            String requestId,
            String tool,
            RawJson arguments,
            @Nullable Long createdAtMillis,
            @Nullable Long decidedAtMillis,
            @Nullable String reason,
            boolean isAbort)
            implements Permission {}

    record Canceled(
            String requestId,
            String tool,
            RawJson arguments,
            @Nullable Long createdAtMillis,
            @Nullable Long decidedAtMillis,
            @Nullable String reason)
            implements Permission {}

    /// Settled by the agent itself or in a way the CLI does not tell.
    record Resolved(
            String requestId,
            String tool,
            RawJson arguments,
            @Nullable Long createdAtMillis,
            @Nullable Long decidedAtMillis,
            String status)
            implements Permission {}

    default boolean isPending() {
        return this instanceof Pending;
    }
}
