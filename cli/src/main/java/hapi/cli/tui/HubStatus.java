package hapi.cli.tui;

/// The connection to the hub in a few words.
public record HubStatus(boolean isOnline, String words) {}
