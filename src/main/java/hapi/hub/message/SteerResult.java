package hapi.hub.message;

import hapi.protocol.model.Message;
import org.jspecify.annotations.Nullable;

/// What became of a request to put a waiting prompt into the running turn.
public sealed interface SteerResult {
    record Steered(String localId) implements SteerResult {}

    /// Too late.
    record Invoked(Message message) implements SteerResult {}

    /// It stays where it is; `localId` is null when it was not even looked for.
    record Refused(String reason, @Nullable String localId) implements SteerResult {}
}
