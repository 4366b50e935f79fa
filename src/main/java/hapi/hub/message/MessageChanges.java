package hapi.hub.message;

import hapi.hub.events.Origin;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.scope.SessionKey;

/// What other features change of a session's messages, inside their own lane commands.
public interface MessageChanges {
    /// As [MessageService#send], in the same transaction as the rest of the command.
    Appended send(UnitOfWork work, SessionKey key, OutgoingMessage message, Origin origin);
}
