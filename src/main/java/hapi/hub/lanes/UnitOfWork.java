package hapi.hub.lanes;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;

/// What a command may do besides reading and writing the store. Valid only while the command runs,
/// on its thread.
public interface UnitOfWork {
    /// The time of this command, epoch milliseconds; the same for the whole command.
    long nowMillis();

    /// Publishes after commit, in the order of the calls; nothing is published if the command
    /// fails.
    void publish(Origin origin, HubEvent event);

    /// Runs after commit and after publishing, on the hand-off thread; for short things such as an
    /// acknowledgement.
    void afterCommit(Runnable action);
}
