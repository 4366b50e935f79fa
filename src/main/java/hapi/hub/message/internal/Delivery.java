package hapi.hub.message.internal;

/// Where a waiting row stands; the number is what is stored.
enum Delivery {
    QUEUED,
    /// In the hands of a steering.
    DISPATCHING,
    /// Nobody knows whether the agent has it; it is not delivered by itself any more.
    INDETERMINATE;

    static Delivery of(int stored) {
        return values()[stored];
    }
}
