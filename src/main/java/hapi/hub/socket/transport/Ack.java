package hapi.hub.socket.transport;

import hapi.protocol.json.RawJson;

/// The answer that a client asked for with its event. Any thread may send it, also after the
/// handler has returned; only the first `send` counts, and none is due. On a dead connection it
/// does nothing.
@FunctionalInterface
public interface Ack {
    /// Answers with these arguments, which may be none.
    void send(RawJson... arguments);
}
