package hapi.hub.ui.sessions;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.machine.MachineService;
import hapi.hub.permission.PermissionService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.bridge.Feed;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The rows of the list as one browser has them; only rows that look different are sent.
public final class SessionsFeed implements Feed {
    /// Where the rows go.
    public interface View {
        /// `{rows}`
        void reset(ObjectNode all);

        /// `{rows, removed}`
        void patch(ObjectNode changes);

        /// How many sessions wait for the person.
        void needs(int count);
    }

    private final Namespace namespace;
    private final SessionService sessions;
    private final PermissionService permissions;
    private final MachineService machines;
    private final Texts texts;
    private final View view;

    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private SessionRowEncoder encoder;

    public SessionsFeed(
            Namespace namespace,
            SessionService sessions,
            PermissionService permissions,
            MachineService machines,
            Texts texts,
            View view) {
        this.namespace = namespace;
        this.sessions = sessions;
        this.permissions = permissions;
        this.machines = machines;
        this.texts = texts;
        this.view = view;
        this.encoder = new SessionRowEncoder(texts, Map.of());
    }

    @Override
    public boolean wants(HubEvent event) {
        return switch (event) {
            case HubEvent.SessionAdded _,
                    HubEvent.SessionReplaced _,
                    HubEvent.SessionPatched _,
                    HubEvent.SessionRemoved _,
                    HubEvent.SessionEnded _,
                    HubEvent.PermissionRequested _,
                    HubEvent.PermissionResolved _,
                    HubEvent.MachineChanged _ ->
                    true;
            default -> false;
        };
    }

    @Override
    public void load() {
        Map<String, String> names = new HashMap<>();
        machines.list(namespace).forEach(it -> names.put(it.id(), MachineNames.name(it)));
        encoder = new SessionRowEncoder(texts, names);
        rows.clear();
        changed.clear();
        for (SessionSummary session : sessions.summaries(namespace)) {
            rows.put(session.id(), row(session));
        }
    }

    @Override
    public void take(List<Published> events) {
        Set<String> touched = new LinkedHashSet<>();
        for (Published published : events) {
            if (published.event() instanceof HubEvent.MachineChanged change) {
                takeMachine(change, touched);
            } else if (published.event().sessionKey() != null) {
                touched.add(published.event().sessionKey().id().value());
            }
        }
        touched.forEach(this::renew);
    }

    /// Beats of a machine are frequent and change nothing that is shown.
    private void takeMachine(HubEvent.MachineChanged change, Set<String> touched) {
        String name = MachineNames.name(change.machine());
        if (!encoder.knows(change.machine().id(), name)) {
            encoder = encoder.with(change.machine().id(), name);
            touched.addAll(rows.keySet());
        }
    }

    private void renew(String id) {
        ObjectNode now =
                sessions.resolve(namespace, id) instanceof SessionLookup.Found(SessionKey key)
                        ? sessions.summary(key).map(this::row).orElse(null)
                        : null;
        ObjectNode before = now == null ? rows.remove(id) : rows.put(id, now);
        if (now == null ? before != null : !now.equals(before)) {
            changed.add(id);
        }
    }

    private ObjectNode row(SessionSummary session) {
        if (!(sessions.resolve(namespace, session.id())
                instanceof SessionLookup.Found(SessionKey key))) {
            return encoder.row(session, List.of(), false);
        }
        List<PendingRequests.Request> open =
                session.pendingRequestsCount() == 0 ? List.of() : permissions.open(key);
        boolean isAtTerminal =
                session.active()
                        && sessions.find(key).map(SessionsFeed::isAtTerminal).orElse(false);
        return encoder.row(session, open, isAtTerminal);
    }

    private static boolean isAtTerminal(Session session) {
        return session.agentState().text().contains("\"controlledByUser\":true");
    }

    @Override
    public void show(boolean everything) {
        if (everything) {
            ObjectNode all = Json.object();
            all.putArray("rows").addAll(rows.values());
            view.reset(all);
        } else if (!changed.isEmpty()) {
            ObjectNode changes = Json.object();
            ArrayNode updated = changes.putArray("rows");
            ArrayNode removed = changes.putArray("removed");
            for (String id : changed) {
                ObjectNode row = rows.get(id);
                if (row == null) {
                    removed.add(id);
                } else {
                    updated.add(row);
                }
            }
            view.patch(changes);
        } else {
            return;
        }
        changed.clear();
        view.needs(
                (int)
                        rows.values().stream()
                                .filter(row -> row.path("section").asString().equals("needs"))
                                .count());
    }
}
