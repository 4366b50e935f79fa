package hapi.hub.permission.internal;

import hapi.hub.events.Origin;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.message.MessageChanges;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.permission.StoredDecision;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.protocol.id.LocalId;
import org.jspecify.annotations.Nullable;

/// Brings the reason of a refusal to an agent whose CLI had no field for it, as the next prompt. A
/// CLI that has the field writes the reason into its agent state.
final class Refusals {
    private static final String PREFIX = "Refused: ";
    private static final String DENIED = "denied";
    private static final String ABORT = "abort";
    private static final int MAX_LOCAL_ID = 256;

    private final MessageChanges messages;

    Refusals(MessageChanges messages) {
        this.messages = messages;
    }

    /// The CLI took this decision, with this outcome. Call on a lane; a second call for the same
    /// decision changes nothing.
    void confirmed(
            UnitOfWork work, SessionKey key, StoredDecision taken, PendingRequests.Over outcome) {
        String reason = stripped(taken.decision().reason());
        boolean isUntold =
                !reason.isEmpty()
                        && !reason.equals(stripped(outcome.reason()))
                        && outcome.status().equals(DENIED)
                        // Who stops the turn does not begin another one.
                        && !ABORT.equals(taken.decision().word());
        if (isUntold) {
            messages.send(
                    work,
                    key,
                    OutgoingMessage.text(PREFIX + reason, localId(taken)),
                    new Origin.System());
        }
    }

    private static String stripped(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static LocalId localId(StoredDecision taken) {
        String id = "refused-%d-%s".formatted(taken.decidedAt(), taken.request());
        return new LocalId(id.substring(0, Math.min(MAX_LOCAL_ID, id.length())));
    }
}
