package hapi.hub.socket.transport;

import hapi.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Socket.IO namespace: who may enter, and what happens to its events.
///
/// Threads: the four calls of one client come one after the other, in the order of its packets,
/// never on a thread of Netty. They may block: nothing more is read from that client meanwhile, no
/// other client notices, and pings to it go on; after [SocketLimits#pingInterval] and
/// [SocketLimits#pingTimeout] without a sign of the client it counts as gone. A handler must not
/// wait for [SocketConnection#emitWithAck] of its own connection, because the answer would stand
/// behind it. Exceptions are counted and logged; they end neither the connection nor the process.
public interface SocketNamespace {
    /// The path with its leading slash, for example `/cli`.
    String path();

    /// Decides on a CONNECT. Of each admission the namespace hears exactly one [#connected] and
    /// later exactly one [#disconnected], even if the client has gone in between: what is counted
    /// here may be given back there. An exception refuses with `Internal error`.
    Admission admit(Handshake handshake);

    /// The client has entered and has been told so. What is emitted here arrives after that.
    void connected(SocketConnection connection);

    /// One event, known or not. `arguments` are the texts as received. `ack` is null when the
    /// client asked for no answer.
    void event(
            SocketConnection connection, String event, List<RawJson> arguments, @Nullable Ack ack);

    /// The client has left. `reason` is for logs, in the words of Socket.IO where it has any:
    /// `transport close`, `client namespace disconnect`, `ping timeout`, ... or what
    /// [SocketConnection#disconnect] was told.
    void disconnected(SocketConnection connection, String reason);
}
