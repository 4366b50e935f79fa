package hapi.hub.ui.inbox;

import hapi.hub.chat.LastSentences;
import hapi.hub.chat.VisibleText;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.machine.MachineService;
import hapi.hub.permission.PermissionService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.hub.ui.bridge.Feed;
import hapi.hub.ui.decision.AskEncoder;
import hapi.hub.ui.decision.AskEnd;
import hapi.hub.ui.decision.AskPlace;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.SessionSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All open requests as one browser has them; only requests that look different are sent. The order
/// is made here: what waits longest comes first.
public final class InboxFeed implements Feed {
    /// Where they go.
    public interface View {
        /// `{asks, order, working}`
        void reset(ObjectNode all);

        /// `{asks, order, ended, working}`: `asks` only those that changed, `order` the keys of
        /// all.
        void patch(ObjectNode changes);
    }

    /// A request as it was sent, and what it was made of.
    private record Shown(OpenAsks.One one, AskPlace place, int n, int of, ObjectNode ask) {}

    private final Namespace namespace;
    private final SessionService sessions;
    private final MachineService machines;
    private final RecentWords recent;
    private final Texts texts;
    private final View view;
    private final OpenAsks open;
    private final AskEnd end;

    private Map<String, String> machineNames = Map.of();
    private Map<String, Shown> shown = new LinkedHashMap<>();
    private ArrayNode working = Json.mapper().createArrayNode();
    private boolean isWorkNew;
    private boolean isOrderNew;
    private final Set<String> changed = new LinkedHashSet<>();
    private final Map<String, ObjectNode> ended = new LinkedHashMap<>();

    /// `recent` reads what was said last in a session.
    public InboxFeed(
            Namespace namespace,
            SessionService sessions,
            PermissionService permissions,
            MachineService machines,
            RecentWords recent,
            Texts texts,
            View view) {
        this.namespace = namespace;
        this.sessions = sessions;
        this.machines = machines;
        this.recent = recent;
        this.texts = texts;
        this.view = view;
        this.open = new OpenAsks(namespace, sessions, permissions);
        this.end = new AskEnd(sessions, permissions, texts);
    }

    @Override
    public boolean wants(HubEvent event) {
        return OpenAsks.wants(event);
    }

    @Override
    public void load() {
        machineNames = OpenAsks.machineNames(machines, namespace);
        open.load();
        shown.clear();
        renew();
        changed.clear();
        ended.clear();
    }

    @Override
    public void take(List<Published> events) {
        open.take(events);
        renew();
    }

    private void renew() {
        Map<String, Shown> now = new LinkedHashMap<>();
        for (OpenAsks.Place place : open.order()) {
            OpenAsks.Waiting waiting = place.waiting();
            String key = AskEncoder.key(waiting.session().id(), place.one().request().id().value());
            AskPlace where = AskPlace.of(waiting.session(), machine(waiting.session()), texts);
            Shown before = shown.get(key);
            int n = place.index() + 1;
            int of = waiting.open().size();
            boolean isSame =
                    before != null
                            && before.one.equals(place.one())
                            && before.place.equals(where)
                            && before.n == n
                            && before.of == of;
            if (isSame) {
                now.put(key, before);
            } else {
                now.put(key, new Shown(place.one(), where, n, of, ask(place, where, before)));
                changed.add(key);
                ended.remove(key);
            }
        }
        for (Map.Entry<String, Shown> entry : shown.entrySet()) {
            if (!now.containsKey(entry.getKey())) {
                gone(entry.getKey(), entry.getValue());
            }
        }
        isOrderNew |= !List.copyOf(now.keySet()).equals(List.copyOf(shown.keySet()));
        shown = now;
        ArrayNode works = working();
        isWorkNew |= !works.equals(working);
        working = works;
    }

    /// What was said before it is read once for each asking.
    private ObjectNode ask(OpenAsks.Place place, AskPlace where, @Nullable Shown before) {
        OpenAsks.One one = place.one();
        SessionKey key = place.waiting().key();
        boolean isKnown =
                before != null
                        && before.one.request().hash().equals(one.request().hash())
                        && !before.ask.path("why").asString("").isEmpty();
        String why =
                isKnown
                        ? before.ask.path("why").asString("")
                        : LastSentences.before(recent.timeline(key), one.request().id().value());
        return new AskEncoder(texts, where)
                .ask(
                        one.request(),
                        why,
                        one.isClaimed() ? "sent" : "open",
                        place.index() + 1,
                        place.waiting().open().size());
    }

    private void gone(String key, Shown last) {
        changed.remove(key);
        String request = last.one.request().id().value();
        open.session(last.place.session())
                .map(OpenAsks.Waiting::key)
                .or(() -> recent.key(namespace, last.place.session()))
                .ifPresent(it -> ended.put(key, end.of(it, request)));
    }

    private String machine(SessionSummary session) {
        SessionSummary.Details details = session.metadata();
        String id = details == null ? null : details.machineId();
        return id == null ? "" : machineNames.getOrDefault(id, "");
    }

    /// The sessions that do something and wait for nobody.
    private ArrayNode working() {
        List<SessionSummary> all = new ArrayList<>();
        for (OpenAsks.Waiting one : open.running()) {
            if (one.open().isEmpty() && one.session().thinking()) {
                all.add(one.session());
            }
        }
        ArrayNode rows = Json.mapper().createArrayNode();
        for (SessionSummary session : all) {
            SessionSummary.Details details = session.metadata();
            rows.addObject()
                    .put("id", session.id())
                    .put("title", SessionWords.title(session, texts))
                    .put("agent", FlavorSpec.of(details == null ? null : details.flavor()).label())
                    .put(
                            "project",
                            details == null
                                    ? ""
                                    : VisibleText.of(SessionSummary.lastSegment(details.path())))
                    .put("machine", VisibleText.of(machine(session)))
                    .put("words", SessionWords.rest(session, false, null, texts));
        }
        return rows;
    }

    @Override
    public void show(boolean everything) {
        if (everything) {
            ObjectNode all = Json.object();
            ArrayNode asks = all.putArray("asks");
            shown.values().forEach(it -> asks.add(it.ask));
            order(all);
            all.set("working", working);
            view.reset(all);
        } else if (isOrderNew || isWorkNew || !changed.isEmpty() || !ended.isEmpty()) {
            ObjectNode changes = Json.object();
            ArrayNode asks = changes.putArray("asks");
            for (String key : changed) {
                Shown ask = shown.get(key);
                if (ask != null) {
                    asks.add(ask.ask);
                }
            }
            order(changes);
            changes.putArray("ended").addAll(ended.values());
            changes.set("working", working);
            view.patch(changes);
        }
        changed.clear();
        ended.clear();
        isOrderNew = false;
        isWorkNew = false;
    }

    private void order(ObjectNode into) {
        ArrayNode order = into.putArray("order");
        shown.keySet().forEach(order::add);
    }
}
