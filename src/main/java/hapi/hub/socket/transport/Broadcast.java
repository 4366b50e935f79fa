package hapi.hub.socket.transport;

import hapi.protocol.json.RawJson;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// One event for many connections, encoded once per namespace.
final class Broadcast {
    private Broadcast() {}

    static void emit(
            Collection<? extends SocketConnection> connections,
            String event,
            RawJson... arguments) {
        Map<String, EncodedPacket> encoded = new HashMap<>();
        for (SocketConnection connection : connections) {
            if (connection instanceof AdmittedConnection admitted) {
                admitted.emit(
                        encoded.computeIfAbsent(
                                admitted.namespace(),
                                path -> EncodedPacket.event(path, null, event, arguments)));
            } else {
                connection.emit(event, arguments);
            }
        }
    }
}
