package hapi.hub.ui.chat;

import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.TimelineDelta;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.permission.PermissionService;
import hapi.hub.permission.StoredDecision;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.hub.ui.bridge.Feed;
import hapi.hub.ui.decision.AskList;
import hapi.hub.ui.decision.AskPlace;
import hapi.hub.ui.sessions.MachineNames;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.model.Machine;
import hapi.protocol.model.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One session as one browser has it: rows, requests, state. Keeps ids of what changed, not rows.
public final class ChatFeed implements Feed {
    private static final int DECISIONS = 300;
    private static final int MOST_UNFOLDED = 20;

    private final SessionKey key;
    private final SessionService sessions;
    private final PermissionService permissions;
    private final MachineService machines;
    private final Texts texts;
    private final ChatScreen view;
    private final ChatWindow window;
    private final AskList asks;
    private final SessionStateEncoder states;

    private final Map<String, StoredDecision> decisions = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> unfolded = new HashSet<>();
    private @Nullable Session session;
    private boolean isOlder;
    private int aims;
    private boolean isNewWindow;
    private boolean areAsksNew;
    private boolean isStateNew;
    private @Nullable ObjectNode lastState;
    private Optional<ChatBlock.PlanBlock> lastPlan = Optional.empty();

    public ChatFeed(
            SessionKey key,
            SessionService sessions,
            MessageService messages,
            PermissionService permissions,
            MachineService machines,
            Texts texts,
            ChatScreen view) {
        this.key = key;
        this.sessions = sessions;
        this.permissions = permissions;
        this.machines = machines;
        this.texts = texts;
        this.view = view;
        this.window = new ChatWindow(key, sessions, messages);
        this.asks = new AskList(sessions, permissions, texts);
        this.states = new SessionStateEncoder(texts);
    }

    @Override
    public boolean wants(HubEvent event) {
        return key.equals(event.sessionKey()) || event instanceof HubEvent.OfMachine;
    }

    @Override
    public void load() {
        session = sessions.find(key).orElse(null);
        decisions.clear();
        permissions
                .history(key, DECISIONS)
                .forEach(it -> decisions.putIfAbsent(it.request().value(), it));
        window.load();
        changed.clear();
        isNewWindow = true;
        isStateNew = true;
        lastState = null;
        renewAsks();
        areAsksNew = true;
    }

    @Override
    public void take(List<Published> events) {
        List<HubEvent> all = events.stream().map(Published::event).toList();
        if (all.stream().anyMatch(HubEvent.SessionRemoved.class::isInstance)) {
            session = null;
            isStateNew = true;
            return;
        }
        boolean isSessionOld = false;
        for (HubEvent event : all) {
            switch (event) {
                case HubEvent.DecisionMoved(_, var request, _) -> takeDecision(request.value());
                case HubEvent.SessionPatched _,
                        HubEvent.SessionReplaced _,
                        HubEvent.SessionEnded _,
                        HubEvent.PermissionRequested _,
                        HubEvent.PermissionResolved _ ->
                        isSessionOld = true;
                case HubEvent.OfMachine _ -> isStateNew = true;
                default -> {}
            }
        }
        if (isSessionOld) {
            session = sessions.find(key).orElse(null);
            isStateNew = true;
        }
        Optional<TimelineDelta> delta = window.take(all);
        if (delta.isEmpty()) {
            load();
            return;
        }
        note(delta.get());
        if (isSessionOld || all.stream().anyMatch(HubEvent.DecisionMoved.class::isInstance)) {
            renewAsks();
        }
    }

    private void takeDecision(String request) {
        permissions
                .decision(key, new RequestId(request))
                .ifPresent(it -> decisions.put(request, it));
        for (ChatBlock block : window.timeline().blocks()) {
            if (block instanceof ChatBlock.ToolCallBlock tool
                    && tool.permission() != null
                    && tool.permission().requestId().equals(request)) {
                changed.add(block.id());
            }
        }
    }

    private void note(TimelineDelta delta) {
        changed.addAll(delta.added());
        changed.addAll(delta.changed());
        changed.addAll(delta.removed());
        isStateNew |= delta.isStatusChanged();
    }

    private void renewAsks() {
        Session now = session;
        if (now != null) {
            sessions.summary(key)
                    .map(it -> AskPlace.of(it, "", texts))
                    .ifPresent(it ->
                            areAsksNew |= asks.renew(key, it, now.active(), window.timeline()));
        }
    }

    /// A page of older rows. Reads the store.
    public void loadOlder() {
        note(window.loadOlder());
        isOlder = true;
    }

    /// A page of what is not loaded after the place that was aimed at. Reads the store.
    public void loadNewer() {
        note(window.loadNewer());
        isOlder = true;
    }

    /// The place to begin with, before the first [#load].
    public void aimAt(PageRequest.Position place) {
        window.aimAt(place);
        aims++;
    }

    /// Goes to a place. Reads the store.
    public void goTo(PageRequest.Position place) {
        aimAt(place);
        load();
    }

    /// Leaves what was aimed at. Reads the store.
    public void goToNewest() {
        window.aimAt(null);
        load();
    }

    /// From now on the row of a helper shows all its steps.
    public void showSteps(String rowId) {
        if (unfolded.size() < MOST_UNFOLDED && window.timeline().block(rowId).isPresent()) {
            unfolded.add(rowId);
            changed.add(rowId);
        }
    }

    /// The inside of a card, whole; empty when the row is gone. `at` and `seq` are the place of its
    /// message. Reads the store when the row has left the window.
    public Optional<ArrayNode> whole(String rowId, long at, long seq) {
        return window.timeline()
                .block(rowId)
                .or(() -> window.find(rowId, new PageRequest.Position(at, seq)))
                .map(block -> encoder().whole(block));
    }

    @Override
    public void show(boolean everything) {
        Session now = session;
        if (now == null) {
            view.gone();
            return;
        }
        showRows(everything);
        if (everything || areAsksNew) {
            view.asks(asks.show());
            isStateNew = true;
            areAsksNew = false;
        }
        if (everything || isStateNew) {
            showState(now, everything);
        }
    }

    private void showRows(boolean everything) {
        RowEncoder encoder = encoder();
        Optional<ChatBlock.PlanBlock> plan = window.timeline().plan();
        boolean isPlanNew = !plan.equals(lastPlan);
        lastPlan = plan;
        if (everything || isNewWindow) {
            window.closeGap();
            ObjectNode all = Json.object().put("hasOlder", window.hasOlder());
            all.set("todo", encoder.todo(plan));
            addHole(all);
            window.aim().ifPresent(it -> all.putArray("at").add(it.at()).add(it.seq()).add(aims));
            ArrayNode rows = all.putArray("rows");
            window.timeline().blocks().forEach(block -> rows.add(encoder.row(block)));
            view.reset(all);
        } else if (!changed.isEmpty() || isOlder || isPlanNew) {
            ObjectNode changes =
                    Json.object().put("hasOlder", window.hasOlder()).put("isOlder", isOlder);
            changes.set("todo", encoder.todo(plan));
            addHole(changes);
            ArrayNode rows = changes.putArray("rows");
            ArrayNode removed = changes.putArray("removed");
            for (String id : changed) {
                window.timeline()
                        .block(id)
                        .ifPresentOrElse(
                                block -> rows.add(encoder.row(block)), () -> removed.add(id));
            }
            view.patch(changes);
        }
        isNewWindow = false;
        isOlder = false;
        changed.clear();
    }

    private void addHole(ObjectNode rows) {
        window.hole().ifPresent(it -> rows.putArray("hole").add(it.at()).add(it.seq()));
    }

    private void showState(Session now, boolean everything) {
        ObjectNode state =
                states.state(
                        now,
                        !asks.isEmpty(),
                        machine(now).filter(Machine::active).isPresent(),
                        window.timeline().contextUse());
        states.addQueue(state, window.timeline().queued());
        if (everything || !state.equals(lastState)) {
            view.state(state);
            lastState = state;
        }
        sessions.summary(key).ifPresent(it -> view.head(it, machine(now).map(MachineNames::name)));
        isStateNew = false;
    }

    private Optional<Machine> machine(Session now) {
        String machine = now.metadata().read().path("machineId").asString("");
        return machines.resolve(key.namespace(), machine)
                        instanceof MachineLookup.Found(MachineKey found)
                ? machines.find(found)
                : Optional.empty();
    }

    private RowEncoder encoder() {
        Session now = session;
        String folder = now == null ? "" : now.metadata().read().path("path").asString("");
        return new RowEncoder(new RowContext(texts, key.id().value(), folder, decisions, unfolded));
    }
}
