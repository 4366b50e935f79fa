package hapi.hub.socket;

import hapi.hub.auth.OpenChannels;
import hapi.hub.events.Origin;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import org.jspecify.annotations.Nullable;

/// Who is on a connection: its namespace, and the session or machine whose room it entered when it
/// connected. A wrong or foreign id is no room, not an error. `place` is what it holds as long as
/// its sign-in lasts.
record CliPeer(
        Namespace namespace,
        @Nullable SessionKey session,
        @Nullable MachineKey machine,
        Sequencer sequencer,
        OpenChannels.Place place) {
    static Origin origin(String connectionId) {
        return new Origin.CliSocket(connectionId);
    }
}
