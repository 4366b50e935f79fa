package hapi.cli.terminal;

import hapi.protocol.json.RawJson;
import java.time.Duration;

/// Where terminals say what they have to say: the session's connection.
interface TerminalWire {
    /// Sends one event now; false when there is no connection, then nothing was sent. Waits while
    /// the network takes no more.
    boolean send(String event, RawJson body);

    /// Waits until the hub has taken everything sent so far; false when it did not say so in time.
    boolean awaitTaken(Duration limit);
}
