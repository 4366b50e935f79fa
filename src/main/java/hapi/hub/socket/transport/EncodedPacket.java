package hapi.hub.socket.transport;

import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An outgoing message packet that is already text on the wire. Immutable, so one may go to many
/// clients.
///
/// A packet of netty-socketio, so that its queues carry it; its own encoder is never asked.
final class EncodedPacket extends Packet {
    private static final long serialVersionUID = 1L;

    private final byte[] text;

    private EncodedPacket(String namespace, PacketType type, StringBuilder text) {
        this(namespace, type, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private EncodedPacket(String namespace, PacketType type, byte[] text) {
        super(PacketType.MESSAGE, EngineIOVersion.V4);
        setSubType(type);
        setNsp(libraryName(namespace));
        this.text = text;
    }

    /// netty-socketio calls the root namespace by an empty name.
    static String libraryName(String namespace) {
        return namespace.equals(SocketPacket.ROOT) ? "" : namespace;
    }

    byte[] text() {
        return text;
    }

    static EncodedPacket event(
            String namespace, @Nullable Long ackId, String event, RawJson... arguments) {
        StringBuilder text = head('2', namespace, ackId, arguments);
        text.append('[').append(Json.write(event));
        for (RawJson argument : arguments) {
            text.append(',').append(argument.text());
        }
        return new EncodedPacket(namespace, PacketType.EVENT, text.append(']'));
    }

    /// With one argument, which is copied once.
    static EncodedPacket event(String namespace, long ackId, String event, SplicedJson argument) {
        StringBuilder start =
                head('2', namespace, ackId).append('[').append(Json.write(event)).append(',');
        return new EncodedPacket(
                namespace,
                PacketType.EVENT,
                SplicedJson.of(start.toString()).then(argument).then("]").toBytes());
    }

    static EncodedPacket ack(String namespace, long ackId, RawJson... arguments) {
        StringBuilder text = head('3', namespace, ackId, arguments).append('[');
        for (int i = 0; i < arguments.length; i++) {
            text.append(i == 0 ? "" : ",").append(arguments[i].text());
        }
        return new EncodedPacket(namespace, PacketType.ACK, text.append(']'));
    }

    static EncodedPacket connected(String namespace, String id) {
        StringBuilder text = head('0', namespace, null).append(Json.write(Map.of("sid", id)));
        return new EncodedPacket(namespace, PacketType.CONNECT, text);
    }

    static EncodedPacket refused(String namespace, String message) {
        StringBuilder text =
                head('4', namespace, null).append(Json.write(Map.of("message", message)));
        return new EncodedPacket(namespace, PacketType.ERROR, text);
    }

    static EncodedPacket disconnected(String namespace) {
        return new EncodedPacket(namespace, PacketType.DISCONNECT, head('1', namespace, null));
    }

    private static StringBuilder head(
            char type, String namespace, @Nullable Long ackId, RawJson... arguments) {
        int length = 64 + namespace.length();
        for (RawJson argument : arguments) {
            length += argument.text().length() + 1;
        }
        StringBuilder text = new StringBuilder(length).append('4').append(type);
        if (!namespace.equals(SocketPacket.ROOT)) {
            text.append(namespace).append(',');
        }
        if (ackId != null) {
            text.append(ackId.longValue());
        }
        return text;
    }
}
