package hapi.hub;

import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.MachineId;
import hapi.protocol.id.SessionId;

/// Namespaces and keys for tests.
public final class Scopes {
    public static final Namespace HOME = Namespaces.ofRow("home");
    public static final Namespace OTHER = Namespaces.ofRow("other");

    private Scopes() {}

    public static SessionKey session(String id) {
        return SessionKey.ofRow(HOME, new SessionId(id));
    }

    public static MachineKey machine(String id) {
        return MachineKey.ofRow(HOME, new MachineId(id));
    }
}
