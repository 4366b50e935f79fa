package hapi.hub.permission;

import hapi.hub.session.PendingRequests;

/// What became of a decision. Expected refusals, not errors.
public sealed interface DecideResult {
    /// Delivered to the CLI; everything it reported before its answer is applied.
    record Delivered() implements DecideResult {}

    /// No such request is open.
    record NotPending() implements DecideResult {}

    /// Somebody was faster and the CLI has not confirmed it yet, or has.
    record AlreadyDecided(StoredDecision first) implements DecideResult {}

    /// The request's content is not what the person saw; show `now` and ask again.
    record ShownChanged(PendingRequests.Request now) implements DecideResult {}

    /// The CLI could not be reached; the request is open again. `message` is for the person.
    record Undelivered(String message) implements DecideResult {}
}
