package hapi.cli.hub;

/// A call to the hub that the caller needed and that failed; [#failure] says how.
public final class HubException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient HubFailure failure;

    public HubException(HubFailure failure) {
        super(failure.summary());
        this.failure = failure;
    }

    public HubFailure failure() {
        return failure;
    }
}
