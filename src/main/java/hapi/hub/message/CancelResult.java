package hapi.hub.message;

import hapi.protocol.model.Message;
import org.jspecify.annotations.Nullable;

/// What became of a request to cancel a queued message.
public sealed interface CancelResult {
    /// It is gone, or never was (then without a local id).
    record Cancelled(@Nullable String localId) implements CancelResult {}

    /// Too late.
    record Invoked(Message message) implements CancelResult {}

    /// The CLI has it in hand, or did not say.
    record Busy(@Nullable String localId) implements CancelResult {}
}
