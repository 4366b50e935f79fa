package hapi.hub.api;

import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.protocol.model.Session;
import org.springframework.stereotype.Component;

/// Turns an id of a path into a key of the caller's namespace, or into the refusal that the
/// published clients branch on: 403 when it exists elsewhere, 404 when it does not exist.
@Component
class SessionScopes {
    private final SessionService sessions;
    private final MachineService machines;

    SessionScopes(SessionService sessions, MachineService machines) {
        this.sessions = sessions;
        this.machines = machines;
    }

    SessionKey session(Namespace namespace, String id) {
        return switch (sessions.resolve(namespace, id)) {
            case SessionLookup.Found found -> found.key();
            case SessionLookup.Foreign foreign ->
                    throw ApiException.of(403, "Session access denied");
            case SessionLookup.Missing missing -> throw sessionNotFound();
        };
    }

    SessionKey activeSession(Namespace namespace, String id) {
        SessionKey key = session(namespace, id);
        Session session = sessions.find(key).orElseThrow(SessionScopes::sessionNotFound);
        if (!session.active()) {
            throw ApiException.of(409, "Session is inactive", "session_inactive");
        }
        return key;
    }

    MachineKey machine(Namespace namespace, String id) {
        return switch (machines.resolve(namespace, id)) {
            case MachineLookup.Found found -> found.key();
            case MachineLookup.Foreign foreign ->
                    throw ApiException.of(403, "Machine access denied");
            case MachineLookup.Missing missing -> throw ApiException.of(404, "Machine not found");
        };
    }

    static ApiException sessionNotFound() {
        return ApiException.of(404, "Session not found");
    }
}
