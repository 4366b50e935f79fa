package hapi.hub.events;

import hapi.hub.scope.Namespace;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The one stream of committed changes, per namespace, in commit order. Published to by lanes only,
/// through [EventPublisher].
public interface EventSpine {
    /// Delivers every event after `from` that passes the filter, then live ones; starts with a
    /// [Delivery.Gap] when the ring no longer reaches back to `from`. Without `from` it starts now.
    ///
    /// The sink runs on the subscription's own virtual thread, one call at a time; it may block,
    /// which delays nobody else. When its mailbox (8,192 events, 8 MiB that all mailboxes share)
    /// runs over, the policy decides. A sink that throws is logged and gets a gap; at the third
    /// failure in a row its subscription ends.
    Subscription subscribe(
            Namespace namespace,
            Predicate<HubEvent> filter,
            Overflow policy,
            Optional<StreamPosition> from,
            Consumer<Delivery> sink);

    /// Delivers what happens in all namespaces from now on, as `subscribe` does; the events of one
    /// namespace in their order, those of two in any. For what the hub does for everybody. The
    /// position of a gap is one of some namespace and says nothing about the others.
    Subscription subscribeAll(Predicate<HubEvent> filter, Overflow policy, Consumer<Delivery> sink);

    /// The position of the newest event of a namespace. Subscribe from it after reading a snapshot
    /// taken later, and drop nothing: what is applied twice must be idempotent.
    StreamPosition position(Namespace namespace);

    /// What to do with a subscriber that cannot keep up.
    enum Overflow {
        /// Forget what is queued, announce a gap, go on.
        GAP,
        /// End the subscription with reason "slow".
        DISCONNECT,
        /// Drop the oldest and count it.
        DROP_OLDEST
    }

    interface Subscription extends AutoCloseable {
        /// Ends delivery. Does not wait for the sink: what it is being handed in this moment may
        /// still reach it afterwards, nothing else does. Idempotent.
        @Override
        void close();

        boolean isOpen();

        /// True when delivery continues exactly after `from`; false when it starts with a gap, or
        /// there was no `from`.
        boolean isResumed();

        /// Runs once when the subscription ends, with the reason ("closed", "slow", "failed"), on a
        /// thread of its own.
        void onEnd(Consumer<String> action);
    }
}
