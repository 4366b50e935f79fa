package hapi.hub.api;

import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
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
            case MachineLookup.Missing missing -> throw machineNotFound();
        };
    }

    FlavorSpec flavor(SessionKey key) {
        SessionSummary session = sessions.summary(key).orElseThrow(SessionScopes::sessionNotFound);
        SessionSummary.Details metadata = session.metadata();
        return FlavorSpec.of(metadata == null ? null : metadata.flavor());
    }

    /// Names a flavor that we have not heard of. Its settings are not ours to offer.
    boolean isOfUnknownFlavor(SessionKey key) {
        return sessions.summary(key)
                .map(SessionSummary::metadata)
                .map(SessionSummary.Details::flavor)
                .filter(flavor -> FlavorSpec.known(flavor).isEmpty())
                .isPresent();
    }

    /// @throws ApiException 400 when no agent or not this session's agent knows the mode
    void checkPermissionMode(SessionKey key, String mode) {
        if (!FlavorSpec.isPermissionMode(mode)) {
            throw ApiException.invalidBody();
        }
        FlavorSpec flavor = flavor(key);
        if (flavor.permissionModes().isEmpty()) {
            throw ApiException.of(400, "Permission mode not supported for session flavor");
        }
        if (!flavor.permissionModes().contains(mode)) {
            throw ApiException.of(400, "Invalid permission mode for session flavor");
        }
    }

    static ApiException machineNotFound() {
        return ApiException.of(404, "Machine not found");
    }

    static ApiException sessionNotFound() {
        return ApiException.of(404, "Session not found");
    }
}
