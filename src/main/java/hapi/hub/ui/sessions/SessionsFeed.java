package hapi.hub.ui.sessions;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.machine.MachineFacts;
import hapi.hub.machine.MachineService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.ui.bridge.Feed;
import hapi.hub.ui.machines.MachineHealth;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.SessionSummary;
import java.util.ArrayList;
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
        /// `{rows, machines}`
        void reset(ObjectNode all);

        /// `{rows, removed, machines, faults}`
        void patch(ObjectNode changes);
    }

    private final Namespace namespace;
    private final RowFacts facts;
    private final MachineService machines;
    private final Texts texts;
    private final View view;

    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
    private final Map<String, Long> news = new HashMap<>();

    /// Sessions of which something came since the last show. Their rows are made when they are
    /// shown, not for each event: of a busy agent come many between two shows.
    private final Set<String> touched = new LinkedHashSet<>();

    private final List<String> faults = new ArrayList<>();
    private ArrayNode health = Json.mapper().createArrayNode();
    private Map<String, String> names = Map.of();
    private boolean isHealthNew;
    private SessionRowEncoder encoder;

    public SessionsFeed(
            Namespace namespace, RowFacts facts, MachineService machines, Texts texts, View view) {
        this.namespace = namespace;
        this.facts = facts;
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
                    HubEvent.EndMoved _,
                    HubEvent.MessageAppended _,
                    HubEvent.PermissionRequested _,
                    HubEvent.PermissionResolved _,
                    HubEvent.MachineWentOffline _,
                    HubEvent.MachineChanged _ ->
                    true;
            default -> false;
        };
    }

    @Override
    public void load() {
        readMachines();
        news.clear();
        news.putAll(facts.messages().newest(namespace));
        rows.clear();
        touched.clear();
        for (SessionSummary session : facts.sessions().summaries(namespace)) {
            rows.put(session.id(), row(session));
        }
    }

    /// True when one has another name.
    private boolean readMachines() {
        Map<String, String> called = new HashMap<>();
        ArrayNode fare = Json.mapper().createArrayNode();
        for (MachineFacts machine : machines.facts(namespace)) {
            called.put(machine.id(), machine.name());
            MachineHealth told = MachineHealth.of(machine, texts);
            fare.addObject()
                    .put("id", machine.id())
                    .put("name", machine.name())
                    .put("words", told.brief())
                    .put("tone", told.tone());
        }
        isHealthNew |= !fare.equals(health);
        health = fare;
        boolean isRenamed = !called.equals(names);
        names = called;
        encoder = new SessionRowEncoder(texts, called);
        return isRenamed;
    }

    @Override
    public void take(List<Published> events) {
        boolean hasMachines = false;
        for (Published published : events) {
            switch (published.event()) {
                case HubEvent.MachineChanged _, HubEvent.MachineWentOffline _ -> hasMachines = true;
                case HubEvent.MessageAppended it -> said(it);
                case HubEvent.EndMoved it -> {
                    if (it.fault() != null) {
                        faults.add(texts.text("list.fault.archive", it.fault()));
                    }
                    touched.add(it.key().id().value());
                }
                case HubEvent it -> {
                    if (it.sessionKey() != null) {
                        touched.add(it.sessionKey().id().value());
                    }
                }
            }
        }
        if (hasMachines && readMachines()) {
            touched.addAll(rows.keySet());
        }
    }

    /// A message makes no difference to the row of a session that waits for somebody.
    private void said(HubEvent.MessageAppended event) {
        String id = event.key().id().value();
        news.merge(id, event.message().positionAt(), Math::max);
        facts.saw(event.key(), event.message());
        ObjectNode row = rows.get(id);
        if (row != null && !"needs".equals(row.path("section").asString())) {
            touched.add(id);
        }
    }

    /// True when it looks different now, or is gone.
    private boolean renew(String id) {
        ObjectNode now =
                facts.sessions().resolve(namespace, id)
                                instanceof SessionLookup.Found(SessionKey key)
                        ? facts.sessions().summary(key).map(this::row).orElse(null)
                        : null;
        ObjectNode before = now == null ? rows.remove(id) : rows.put(id, now);
        return now == null ? before != null : !now.equals(before);
    }

    private ObjectNode row(SessionSummary session) {
        if (!(facts.sessions().resolve(namespace, session.id())
                instanceof SessionLookup.Found(SessionKey key))) {
            return encoder.row(session, SessionRowEncoder.Facts.NONE);
        }
        return encoder.row(session, facts.of(key, session, news.getOrDefault(session.id(), 0L)));
    }

    @Override
    public void show(boolean everything) {
        List<String> changed = touched.stream().filter(this::renew).toList();
        touched.clear();
        if (everything) {
            ObjectNode all = Json.object();
            all.putArray("rows").addAll(rows.values());
            all.set("machines", health);
            view.reset(all);
        } else if (!changed.isEmpty() || isHealthNew || !faults.isEmpty()) {
            view.patch(changes(changed));
        } else {
            return;
        }
        faults.clear();
        isHealthNew = false;
    }

    private ObjectNode changes(List<String> changed) {
        ObjectNode changes = Json.object();
        ArrayNode updated = changes.putArray("rows");
        ArrayNode removed = changes.putArray("removed");
        ArrayNode failed = changes.putArray("faults");
        faults.forEach(failed::add);
        if (isHealthNew) {
            changes.set("machines", health);
        }
        for (String id : changed) {
            ObjectNode row = rows.get(id);
            if (row == null) {
                removed.add(id);
            } else {
                updated.add(row);
            }
        }
        return changes;
    }
}
