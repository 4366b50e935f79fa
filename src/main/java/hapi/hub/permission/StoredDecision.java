package hapi.hub.permission;

import hapi.hub.session.PendingRequests;
import hapi.protocol.id.RequestId;
import org.jspecify.annotations.Nullable;

/// A decision as it was recorded. `who` is a person's name or id, `from` says by which surface
/// (`rest`, `ui:phone`, `telegram` ...), `hash` what was shown, times are epoch milliseconds.
/// `askedAt` names the asking it answers, null when the CLI names none.
public record StoredDecision(
        RequestId request,
        Decision decision,
        String who,
        String from,
        String hash,
        long decidedAt,
        State state,
        @Nullable Long askedAt) {
    /// Whether it answers this request, and not an earlier one with the same id.
    public boolean answers(PendingRequests.Request open) {
        return request.equals(open.id()) && PendingRequests.isOneAsking(askedAt, open.createdAt());
    }

    /// Whether this is what became of the request that it answered; an end that was asked earlier
    /// is that of an earlier one.
    public boolean isOverIn(PendingRequests.Over over) {
        return askedAt == null || over.createdAt() == null || over.createdAt() >= askedAt;
    }

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
