package hapi.hub.session;

import hapi.hub.events.Origin;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.RawJson;
import java.util.List;

/// What other features change of a session, inside their own lane commands; each publishes what it
/// causes. Does nothing for a session that is gone.
public interface SessionChanges {
    boolean exists(SessionKey key);

    /// Moves `updatedAt` up to `atMillis` and publishes it.
    void touch(UnitOfWork work, SessionKey key, long atMillis, Origin origin);

    /// The first message that counts as conversation was stored; later calls do nothing.
    void conversationStarted(UnitOfWork work, SessionKey key, Origin origin);

    /// The last message that counts as conversation was deleted.
    void conversationGone(UnitOfWork work, SessionKey key, Origin origin);

    /// A person's prompt is on its way to an active session: thinking now, and against keep-alives
    /// for 15 seconds.
    void promptSent(UnitOfWork work, SessionKey key, Origin origin);

    /// The agent took a prompt and says itself whether it is thinking.
    void clearThinkingGrace(UnitOfWork work, SessionKey key);

    /// A newer todo list than the stored one is kept.
    void todos(UnitOfWork work, SessionKey key, RawJson todos, long atMillis, Origin origin);

    /// The agent changed single items of its list of work.
    void tasks(UnitOfWork work, SessionKey key, List<TaskStep> steps, long atMillis, Origin origin);

    /// The agent's lead changed its team.
    void team(UnitOfWork work, SessionKey key, List<TeamStep> steps, long atMillis, Origin origin);
}
