package hapi.hub.ui.machines;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.machine.MachineFacts;
import hapi.hub.machine.MachineService;
import hapi.hub.scope.Namespace;
import hapi.hub.session.SessionService;
import hapi.hub.ui.bridge.Feed;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.SessionSummary;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The machines as one browser has them, sent whole when anything of them looks different: a person
/// has few.
public final class MachinesFeed implements Feed {
    private final Namespace namespace;
    private final MachineService machines;
    private final SessionService sessions;
    private final MachineEncoder encoder;
    private final Consumer<ObjectNode> view;
    private ArrayNode rows = Json.mapper().createArrayNode();
    private boolean isNew;

    public MachinesFeed(
            Namespace namespace,
            MachineService machines,
            SessionService sessions,
            Texts texts,
            Consumer<ObjectNode> view) {
        this.namespace = namespace;
        this.machines = machines;
        this.sessions = sessions;
        this.encoder = new MachineEncoder(texts);
        this.view = view;
    }

    @Override
    public boolean wants(HubEvent event) {
        return switch (event) {
            case HubEvent.MachineChanged _,
                    HubEvent.MachineWentOffline _,
                    HubEvent.SessionAdded _,
                    HubEvent.SessionReplaced _,
                    HubEvent.SessionRemoved _,
                    HubEvent.SessionEnded _,
                    HubEvent.PermissionRequested _,
                    HubEvent.PermissionResolved _ ->
                    true;
            case HubEvent.SessionPatched it -> !it.isEphemeral();
            default -> false;
        };
    }

    @Override
    public void load() {
        List<SessionSummary> all = sessions.summaries(namespace);
        ArrayNode now = Json.mapper().createArrayNode();
        for (MachineFacts machine : machines.facts(namespace)) {
            now.add(encoder.machine(machine, all));
        }
        isNew |= !now.equals(rows);
        rows = now;
    }

    @Override
    public void take(List<Published> events) {
        load();
    }

    @Override
    public void show(boolean everything) {
        if (everything || isNew) {
            isNew = false;
            ObjectNode all = Json.object();
            all.set("machines", rows);
            view.accept(all);
        }
    }
}
