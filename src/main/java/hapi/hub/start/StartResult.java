package hapi.hub.start;

import org.jspecify.annotations.Nullable;

/// What became of a start while somebody waited for it. `startId` names what is kept of it; empty
/// when there is no prompt to keep.
public sealed interface StartResult {
    /// The session is there and has its prompt.
    record Started(String sessionId) implements StartResult {}

    /// As the machine's refusal. What is kept stays until it is forgotten.
    record Refused(String startId, String message, @Nullable String code, @Nullable String agent)
            implements StartResult {}

    /// The machine did not answer. `isLate`: it was asked, so the session may still come up, and
    /// then gets the prompt that is kept for it; else nobody took the request. `message` is the
    /// published hub's.
    record Unanswered(String startId, String message, boolean isLate) implements StartResult {}
}
