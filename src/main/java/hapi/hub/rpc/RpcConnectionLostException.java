package hapi.hub.rpc;

/// The connection ended before the answer came.
public final class RpcConnectionLostException extends Exception {
    private static final long serialVersionUID = 1L;

    public RpcConnectionLostException(String reason) {
        super(reason);
    }
}
