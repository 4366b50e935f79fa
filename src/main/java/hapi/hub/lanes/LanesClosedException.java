package hapi.hub.lanes;

/// The hub is stopping; the command did not run.
public final class LanesClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LanesClosedException() {
        super("the hub is stopping");
    }
}
