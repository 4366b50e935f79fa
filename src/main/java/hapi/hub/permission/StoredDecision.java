package hapi.hub.permission;

import hapi.protocol.id.RequestId;

/// A decision as it was recorded. `who` is a person's name or id, `from` says by which surface
/// (`rest`, `ui:phone`, `telegram` ...), `hash` what was shown, times are epoch milliseconds.
public record StoredDecision(
        RequestId request,
        Decision decision,
        String who,
        String from,
        String hash,
        long decidedAt,
        State state) {
    /// How far it got.
    public enum State {
        /// Recorded; being sent, or sent and not yet confirmed by the CLI.
        CLAIMED,
        /// The CLI's agent state shows that the request is over.
        CONFIRMED,
        /// It could not be delivered; the request is open again.
        RELEASED,
        /// The request vanished before the CLI took it.
        EXPIRED
    }
}
