package hapi.hub.session;

import hapi.hub.lanes.UnitOfWork;
import hapi.hub.scope.SessionKey;
import org.jspecify.annotations.Nullable;

/// How a feature above takes part in what happens to a session: called inside the lane command,
/// before commit.
public interface SessionListener {
    default void sessionEnded(UnitOfWork work, SessionKey key, @Nullable String reason) {}

    /// `from` turned out to be the same conversation as `into`; it is deleted after this.
    default void sessionMerged(UnitOfWork work, SessionKey from, SessionKey into) {}

    default void sessionDeleted(UnitOfWork work, SessionKey key) {}

    default void agentStateChanged(UnitOfWork work, SessionKey key, PendingRequests now) {}
}
