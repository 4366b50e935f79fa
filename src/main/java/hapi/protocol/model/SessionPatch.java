package hapi.protocol.model;

import hapi.protocol.json.RawJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A partial session for `session-updated`. The published clients drop a patch that has a key they
/// do not know, so only these keys can be put, and an empty patch cannot be made.
public record SessionPatch(Map<String, RawJson> values) {
    private static final Set<String> KEYS =
            Set.of(
                    "active",
                    "thinking",
                    "activeTurnStartedAt",
                    "activeAt",
                    "updatedAt",
                    "metadata",
                    "agentState",
                    "todos",
                    "teamState",
                    "model",
                    "modelReasoningEffort",
                    "effort",
                    "serviceTier",
                    "permissionMode",
                    "collaborationMode",
                    "copilotAgentMode",
                    "backgroundTaskCount",
                    "scratchlistUpdatedAt");

    public SessionPatch {
        if (values.isEmpty() || !KEYS.containsAll(values.keySet())) {
            throw new IllegalArgumentException("patch keys are " + values.keySet());
        }
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// A document with its version, as `metadata`, `agentState`, `todos` and `teamState` travel.
    public static RawJson versioned(long version, RawJson value) {
        return RawJson.trusted("{\"version\":" + version + ",\"value\":" + value.text() + "}");
    }
}
