package hapi.hub.events;

import hapi.hub.scope.Namespace;
import java.util.List;

/// The inlet of the spine. Called by lanes only, after commit; a test names the callers.
public interface EventPublisher {
    /// Gives the events consecutive offsets and offers them to every mailbox. Never blocks on a
    /// subscriber.
    void publish(Namespace namespace, Origin origin, List<HubEvent> events);
}
