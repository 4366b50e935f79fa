package hapi.hub.session;

import hapi.protocol.id.SessionId;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// What a CLI asks for when it starts. `tag` is its idempotency key inside the namespace, `id` a
/// UUID of its choice; `agentState` is JSON null when absent.
public record NewSession(
        String tag,
        @Nullable SessionId id,
        RawJson metadata,
        RawJson agentState,
        @Nullable String model,
        @Nullable String modelReasoningEffort,
        @Nullable String effort) {
    public NewSession {
        if (tag.isEmpty()) {
            throw new IllegalArgumentException("tag is empty");
        }
    }
}
