package hapi.hub.events;

/// Where a change came from, so that an echo to its sender can be left out and a decision can say
/// from where it was made.
public sealed interface Origin {
    /// A `/cli` socket, by connection id.
    record CliSocket(String connectionId) implements Origin {}

    /// The REST facade of the published clients, or `/cli` REST.
    record Rest() implements Origin {}

    /// Our own page; `device` is a short human name such as "phone" or "desktop".
    record Ui(String device) implements Origin {}

    /// The hub itself: timers, expiry.
    record System() implements Origin {}
}
