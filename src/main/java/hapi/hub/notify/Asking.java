package hapi.hub.notify;

import hapi.protocol.id.RequestId;

/// One asking of an agent. Agents use the ids of requests again, so it is told apart by when it was
/// asked too, epoch milliseconds; 0 for a CLI that does not say. `isQuestion` when it wants an
/// answer in words and not a yes.
public record Asking(RequestId id, long askedAt, boolean isQuestion) {}
