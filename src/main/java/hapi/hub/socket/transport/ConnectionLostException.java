package hapi.hub.socket.transport;

/// The connection ended before the client answered. The message is the reason of the end.
public final class ConnectionLostException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConnectionLostException(String reason) {
        super(reason);
    }
}
