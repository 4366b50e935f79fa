package hapi.hub.ui.composer;

import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.hub.session.SettingsResult;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.model.Session;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// `choose`: `{session, setting, value}`, a setting of [SessionSettings]; value null is the agent's
/// own choice. A permission mode is kept for the next start, everything else needs the process.
@Component
final class ChooseAct implements UiAct {
    private static final int MAX_VALUE = 200;
    private static final String MODE = "permissionMode";
    private static final Map<String, Capability> SETTINGS =
            Map.of(
                    "model", Capability.MODEL,
                    "effort", Capability.EFFORT,
                    "modelReasoningEffort", Capability.MODEL_REASONING_EFFORT);

    private final ActSessions sessions;
    private final SessionService service;

    ChooseAct(ActSessions sessions, SessionService service) {
        this.sessions = sessions;
        this.service = service;
    }

    @Override
    public String name() {
        return "choose";
    }

    @Override
    public ActResult run(ActCall call) {
        return sessions.with(call, key -> choose(call, key));
    }

    private ActResult choose(ActCall call, SessionKey key) {
        String setting = call.text("setting");
        JsonNode value = call.args().path("value");
        String text = value.asString("");
        FlavorSpec flavor = sessions.flavor(key);
        if (setting.equals(MODE)) {
            if (!flavor.permissionModes().contains(text)) {
                return ActSessions.bad(call);
            }
        } else {
            Capability needed = SETTINGS.get(setting);
            boolean isValue = value.isNull() || value.isString() && !text.isBlank();
            if (needed == null || !flavor.has(needed) || !isValue || text.length() > MAX_VALUE) {
                return ActSessions.bad(call);
            }
            if (!sessions.isActive(key)) {
                return new ActResult.Refused("inactive", call.texts().text("composer.notRunning"));
            }
            if (needed == Capability.MODEL
                    && flavor.has(Capability.MODEL_FIXED_IN_TERMINAL)
                    && isAtTerminal(key)) {
                return new ActResult.Refused("terminal", call.texts().text("composer.modelFixed"));
            }
        }
        SessionSettings wanted = SessionSettings.of(setting, value.isNull() ? null : text);
        return switch (service.configure(key, wanted, call.viewer().origin())) {
            case SettingsResult.Applied _ -> ActResult.Done.plain();
            case SettingsResult.Refused(String message) ->
                    ActSessions.refused(call, "refused", "composer.fault.choose", message);
            case SettingsResult.Gone _ -> ActSessions.gone(call);
        };
    }

    private boolean isAtTerminal(SessionKey key) {
        return sessions.find(key).filter(Session::atTerminal).isPresent();
    }
}
