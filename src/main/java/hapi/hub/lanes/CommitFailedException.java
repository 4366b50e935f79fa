package hapi.hub.lanes;

/// A batch could not be committed (disk full, I/O error): nothing of it was stored or published.
public final class CommitFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommitFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
