package hapi.cli.hub;

import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.OptionalLong;

/// One text frame of Engine.IO 4 carrying Socket.IO 5, as far as the `/cli` contract uses it.
sealed interface SocketPacket {
    /// The server's first frame: heartbeat in milliseconds.
    record Open(long pingIntervalMillis, long pingTimeoutMillis) implements SocketPacket {}

    record Ping() implements SocketPacket {}

    /// The server leaves on the transport level.
    record EngineClose() implements SocketPacket {}

    record Connected(String namespace) implements SocketPacket {}

    record ConnectRefused(String namespace, String message) implements SocketPacket {}

    record Disconnected(String namespace) implements SocketPacket {}

    record Event(String namespace, OptionalLong ackId, String name, List<RawJson> args)
            implements SocketPacket {}

    record Ack(String namespace, long ackId, List<RawJson> args) implements SocketPacket {}

    /// Pong, noop, binary headers and whatever comes later: read over.
    record Unknown(String reason) implements SocketPacket {}
}
