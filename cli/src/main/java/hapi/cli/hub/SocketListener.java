package hapi.cli.hub;

import hapi.protocol.json.RawJson;
import java.util.List;

/// Who hears a [SocketClient]. All methods are called on the connection's one reader thread, in the
/// order of the frames; they must not wait for an ack, since acks are read by the same thread.
public interface SocketListener {
    /// Admitted to the namespace. What is emitted here goes out before anything other threads emit
    /// after they see the connection.
    void connected();

    /// The connection that was announced by [#connected] is gone; the client tries again.
    void disconnected(String reason);

    /// The hub refused the CONNECT (for instance `Invalid token`); the client tries again, slower.
    void refused(String message);

    void event(String name, List<RawJson> args, Acker ack);

    /// Answers one event. The first call counts; when the hub asked for no answer it does nothing.
    @FunctionalInterface
    interface Acker {
        void answer(RawJson... args);
    }
}
