package hapi.cli.hub;

/// Where the connection to the hub stands, for a status line.
public sealed interface LinkState {
    record Connecting() implements LinkState {}

    record Online() implements LinkState {}

    /// Lost; the client keeps trying.
    record Offline(String reason) implements LinkState {}

    /// The hub is there and says no, e.g. `Invalid token`; the client keeps trying, slowly.
    record Refused(String message) implements LinkState {}
}
