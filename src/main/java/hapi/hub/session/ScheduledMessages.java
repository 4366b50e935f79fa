package hapi.hub.session;

import hapi.hub.scope.SessionKey;
import java.util.Optional;

/// What the session list tells of messages that wait for their time; the message feature implements
/// it.
public interface ScheduledMessages {
    /// Empty when nothing is scheduled for the future.
    Optional<Scheduled> of(SessionKey key);

    /// `nextAt` is epoch milliseconds.
    record Scheduled(int count, long nextAt) {}
}
