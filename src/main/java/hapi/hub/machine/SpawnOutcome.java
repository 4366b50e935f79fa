package hapi.hub.machine;

import org.jspecify.annotations.Nullable;

/// What became of a request to start a session.
public sealed interface SpawnOutcome {
    record Started(String sessionId) implements SpawnOutcome {}

    /// `message` is for the person; `code` is the runner's, such as `outside_workspace_roots`, and
    /// `agent` what it is about.
    record Refused(String message, @Nullable String code, @Nullable String agent)
            implements SpawnOutcome {}

    /// The runner said nothing. `isLate` tells the two hops apart: nobody took the request, or a
    /// runner was asked and did not answer in time or went away, so that the session may still come
    /// up. `message` is the published hub's.
    record Unanswered(String message, boolean isLate) implements SpawnOutcome {}
}
