package hapi.hub.events;

/// One event with its place in the stream. `atMillis` is the commit time, epoch milliseconds.
public record Published(StreamPosition position, long atMillis, Origin origin, HubEvent event) {}
