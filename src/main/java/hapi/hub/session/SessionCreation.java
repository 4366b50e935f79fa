package hapi.hub.session;

import hapi.hub.scope.SessionKey;
import hapi.protocol.model.Session;

/// The answer to [SessionService#getOrCreate].
public sealed interface SessionCreation {
    /// `isNew` false: the tag was known and the stored session comes back unchanged.
    record Ready(SessionKey key, Session session, boolean isNew) implements SessionCreation {}

    /// The tag belongs to a session with another id than the one asked for.
    record TagTaken() implements SessionCreation {}

    /// The id belongs to another session, perhaps of another namespace.
    record IdTaken() implements SessionCreation {}
}
