package hapi.hub.ui.composer;

import hapi.hub.scope.SessionKey;
import hapi.hub.session.ResumeResult;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.json.Json;
import org.springframework.stereotype.Component;

/// `start-again`: `{session}`. Answers `{session}`, the one in which the chat goes on: mostly the
/// same, another one when the machine's command line makes a new one. Takes up to a minute.
@Component
final class StartAgainAct implements UiAct {
    private final ActSessions sessions;
    private final SessionRestarts restarts;

    StartAgainAct(ActSessions sessions, SessionRestarts restarts) {
        this.sessions = sessions;
        this.restarts = restarts;
    }

    @Override
    public String name() {
        return "start-again";
    }

    @Override
    public ActResult run(ActCall call) {
        return sessions.with(call, key -> start(call, key));
    }

    private ActResult start(ActCall call, SessionKey key) {
        return switch (restarts.run(key, call.viewer().origin())) {
            case ResumeResult.Running(SessionKey now, _) ->
                    new ActResult.Done(Json.object().put("session", now.id().value()));
            case ResumeResult.Unavailable _ ->
                    new ActResult.Refused("unresumable", call.texts().text("composer.unresumable"));
            case ResumeResult.NoMachine _ ->
                    new ActResult.Refused("offline", call.texts().text("composer.offline"));
            case ResumeResult.Failed(String message) ->
                    ActSessions.refused(call, "failed", "composer.fault.start", message);
            case ResumeResult.Gone _ -> ActSessions.gone(call);
        };
    }
}
