package hapi.hub.session;

import hapi.hub.scope.SessionKey;

/// Whether an id names a session that the caller may use.
public sealed interface SessionLookup {
    record Found(SessionKey key) implements SessionLookup {}

    /// It exists in another namespace; the facade says 403 as the published hub does.
    record Foreign() implements SessionLookup {}

    record Missing() implements SessionLookup {}
}
