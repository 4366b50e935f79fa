package hapi.cli.jsonrpc;

/// The peer ended before it answered. `code` is its exit code, -1 when it is not known yet.
public final class PeerGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    PeerGoneException(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
