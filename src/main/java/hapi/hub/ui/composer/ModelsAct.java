package hapi.hub.ui.composer;

import hapi.hub.catalogue.SessionModels;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.json.Json;
import hapi.protocol.model.Session;
import hapi.protocol.rpc.CatalogueCalls.Model;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `models`: `{session}`. Answers `{models:[{id, name}], efforts:[{id, name}]}`, both perhaps
/// empty. Takes up to four minutes: an agent asks its maker.
@Component
final class ModelsAct implements UiAct {
    private final ActSessions sessions;
    private final SessionModels models;

    ModelsAct(ActSessions sessions, SessionModels models) {
        this.sessions = sessions;
        this.models = models;
    }

    @Override
    public String name() {
        return "models";
    }

    @Override
    public ActResult run(ActCall call) {
        return sessions.with(call, key -> models(call, key));
    }

    private ActResult models(ActCall call, SessionKey key) {
        if (!sessions.isActive(key)) {
            return new ActResult.Refused("inactive", call.texts().text("composer.notRunning"));
        }
        SessionModels.Offer offer =
                models.offer(
                        key,
                        sessions.flavor(key),
                        sessions.find(key).map(Session::model).orElse(null));
        ObjectNode answer = Json.object();
        write(answer.putArray("models"), offer.models());
        write(answer.putArray("efforts"), offer.efforts());
        return new ActResult.Done(answer);
    }

    private static void write(ArrayNode into, List<Model> models) {
        models.forEach(it -> into.addObject().put("id", it.id()).put("name", it.name()));
    }
}
