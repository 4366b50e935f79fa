package hapi.hub.socket.transport;

/// A packet that does not follow the protocol. The message never quotes the packet.
final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedPacketException(String message) {
        super(message);
    }

    MalformedPacketException(String message, Throwable cause) {
        super(message, cause);
    }
}
