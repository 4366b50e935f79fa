package hapi.hub.socket;

import hapi.hub.events.Origin;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import org.jspecify.annotations.Nullable;

/// Who is on a connection: its namespace, and the session or machine whose room it entered when it
/// connected. A wrong or foreign id is no room, not an error. `token` is what let it in.
record CliPeer(
        Namespace namespace,
        @Nullable SessionKey session,
        @Nullable MachineKey machine,
        Sequencer sequencer,
        String token) {
    static Origin origin(String connectionId) {
        return new Origin.CliSocket(connectionId);
    }

    /// Without the token: a record prints everything it has.
    @Override
    public String toString() {
        return "CliPeer[%s, session=%s, machine=%s]".formatted(namespace, session, machine);
    }
}
