package hapi.cli.hub;

/// The hub will not take a change of a versioned document, or the process closed before it could.
public final class UpdateRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UpdateRefused(String reason) {
        super(reason);
    }
}
