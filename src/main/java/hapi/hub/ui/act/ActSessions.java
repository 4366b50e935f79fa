package hapi.hub.ui.act;

import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.Machine;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// The sessions that acts are about: those of the viewer only.
@Component
public final class ActSessions {
    private final SessionService sessions;
    private final MachineService machines;

    public ActSessions(SessionService sessions, MachineService machines) {
        this.sessions = sessions;
        this.machines = machines;
    }

    /// Runs an act on the session that `session` among its arguments names; there may be none, or
    /// none of this viewer's.
    public ActResult with(ActCall call, Function<SessionKey, ActResult> act) {
        return sessions.resolve(call.viewer().namespace(), call.text("session"))
                        instanceof SessionLookup.Found(SessionKey key)
                ? act.apply(key)
                : gone(call);
    }

    public static ActResult gone(ActCall call) {
        return new ActResult.Refused("gone", call.texts().text("chat.gone"));
    }

    /// What no page of ours sends.
    public static ActResult bad(ActCall call) {
        return new ActResult.Refused("bad_call", call.texts().text("act.failed"));
    }

    /// `words` has a place for the detail.
    public static ActResult refused(ActCall call, String code, String words, String detail) {
        return new ActResult.Refused(code, call.texts().text(words, detail));
    }

    public Optional<Session> find(SessionKey key) {
        return sessions.find(key);
    }

    public FlavorSpec flavor(SessionKey key) {
        return FlavorSpec.of(
                sessions.summary(key)
                        .map(SessionSummary::metadata)
                        .map(SessionSummary.Details::flavor)
                        .orElse(null));
    }

    public boolean isActive(SessionKey key) {
        return sessions.find(key).filter(Session::active).isPresent();
    }

    public RunState state(SessionKey key) {
        if (isActive(key)) {
            return RunState.RUNNING;
        }
        return sessions.summary(key)
                .map(SessionSummary::metadata)
                .map(SessionSummary.Details::machineId)
                .filter(id -> isOnline(key, id))
                .map(_ -> RunState.STOPPED)
                .orElse(RunState.AWAY);
    }

    private boolean isOnline(SessionKey key, String machineId) {
        return machines.resolve(key.namespace(), machineId)
                        instanceof MachineLookup.Found(MachineKey machine)
                && machines.find(machine).filter(Machine::active).isPresent();
    }
}
