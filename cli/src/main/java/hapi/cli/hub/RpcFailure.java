package hapi.cli.hub;

/// A handler's refusal; its message is what the person at the other end reads.
public final class RpcFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public RpcFailure(String message) {
        super(message);
    }
}
