package hapi.hub.socket;

import hapi.hub.scope.Namespace;
import hapi.hub.socket.transport.SocketConnection;
import hapi.hub.terminal.TerminalEnd;
import hapi.protocol.json.RawJson;

/// A socket as one end of a terminal.
record SocketEnd(SocketConnection connection, Namespace namespace) implements TerminalEnd {
    @Override
    public void send(String event, RawJson payload) {
        connection.emit(event, payload);
    }
}
