package hapi.hub.socket.transport;

/// What a namespace says to a CONNECT.
public sealed interface Admission {
    /// The client is let in; `attachment` (a record of who it is) comes back from
    /// [SocketConnection#attachment(Class)].
    record Admitted(Object attachment) implements Admission {}

    /// The client gets a CONNECT_ERROR `{"message":message}`, stays outside the namespace, and may
    /// try again on the same connection.
    record Refused(String message) implements Admission {}
}
