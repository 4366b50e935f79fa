package hapi.hub.socket.transport;

import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/// One admitted client of one namespace. All methods may be called by any thread, never block, and
/// do nothing on a dead connection. What one thread emits arrives in that order.
///
/// What cannot be sent at once waits in a buffer of [SocketLimits#maxOutboundBytes]; a client that
/// reads too slowly for it is cut off.
public interface SocketConnection {
    /// Unique among all connections of this process; the `sid` that the client was told.
    String id();

    /// The namespace's path.
    String namespace();

    InetSocketAddress remoteAddress();

    /// What [Admission.Admitted] carried.
    ///
    /// @throws ClassCastException when it is of another type
    <T> T attachment(Class<T> type);

    boolean isOpen();

    void emit(String event, RawJson... arguments);

    /// Emits and waits for the client's answer: its first argument as received, [RawJson#NULL] for
    /// an answer without arguments. The answer completes the future behind all earlier packets of
    /// this client, on the thread that runs its handlers.
    ///
    /// Fails with [java.util.concurrent.TimeoutException] after `timeout`, and at once with
    /// [ConnectionLostException] when the connection ends.
    CompletableFuture<RawJson> emitWithAck(String event, Duration timeout, RawJson... arguments);

    /// As [#emitWithAck(String, Duration, RawJson...)], with an argument too large to copy.
    CompletableFuture<RawJson> emitWithAck(String event, Duration timeout, SplicedJson argument);

    /// Tells the client that it has left the namespace, and takes it out. `reason` goes to
    /// [SocketNamespace#disconnected] and the log, not to the client.
    void disconnect(String reason);

    /// Ends the client's transport, as a broken line would: unlike after [#disconnect], the client
    /// libraries come back by themselves. Other namespaces on the same transport end with it.
    void drop(String reason);

    /// Emits the same event to many; it is encoded once per namespace.
    static void emitAll(
            Collection<? extends SocketConnection> connections,
            String event,
            RawJson... arguments) {
        Broadcast.emit(connections, event, arguments);
    }
}
