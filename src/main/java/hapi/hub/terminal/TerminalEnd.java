package hapi.hub.terminal;

import hapi.hub.scope.Namespace;
import hapi.protocol.json.RawJson;

/// A socket at one end of a terminal: a browser or a command line. Two ends are equal when they are
/// the same connection.
public interface TerminalEnd {
    Namespace namespace();

    /// Never blocks; does nothing when the socket is gone.
    void send(String event, RawJson payload);
}
