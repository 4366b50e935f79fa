package hapi.hub.events;

/// A place in a namespace's event stream. Offsets are comparable only inside one epoch; the epoch
/// changes with each start of the hub.
public record StreamPosition(String epoch, long offset) {
    public StreamPosition {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is " + offset);
        }
    }
}
