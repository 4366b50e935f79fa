package hapi.hub.ui.chat;

import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.TimelineDelta;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.permission.PermissionService;
import hapi.hub.permission.StoredDecision;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.hub.ui.bridge.Feed;
import hapi.hub.ui.decision.AskList;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One session as one browser has it: rows, requests, state. Keeps ids of what changed, not rows.
public final class ChatFeed implements Feed {
    private static final int DECISIONS = 300;

    /// Where it is shown.
    public interface View {
        /// `{rows, hasOlder}`
        void reset(ObjectNode window);

        /// `{rows, removed, hasOlder, isOlder}`
        void patch(ObjectNode changes);

        /// `{asks, ended}`
        void asks(ObjectNode asks);

        void state(ObjectNode state);

        /// The session as the head of the page shows it.
        void head(Session session, Optional<SessionSummary> summary);

        /// The session was deleted.
        void gone();
    }

    private final SessionKey key;
    private final SessionService sessions;
    private final PermissionService permissions;
    private final Texts texts;
    private final View view;
    private final ChatWindow window;
    private final AskList asks;
    private final SessionStateEncoder states;

    private final Map<String, StoredDecision> decisions = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private @Nullable Session session;
    private boolean isOlder;
    private boolean isNewWindow;
    private boolean areAsksNew;
    private boolean isStateNew;
    private @Nullable ObjectNode lastState;

    public ChatFeed(
            SessionKey key,
            SessionService sessions,
            MessageService messages,
            PermissionService permissions,
            Texts texts,
            View view) {
        this.key = key;
        this.sessions = sessions;
        this.permissions = permissions;
        this.texts = texts;
        this.view = view;
        this.window = new ChatWindow(key, sessions, messages);
        this.asks = new AskList(permissions, texts);
        this.states = new SessionStateEncoder(texts);
    }

    @Override
    public boolean wants(HubEvent event) {
        return key.equals(event.sessionKey());
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
            areAsksNew |=
                    asks.renew(
                            key, SessionStateEncoder.flavor(now), now.active(), window.timeline());
        }
    }

    /// A page of older rows. Reads the store.
    public void loadOlder() {
        note(window.loadOlder());
        isOlder = true;
    }

    /// The inside of a card, whole; empty when the row is gone. `at` and `seq` are the place of its
    /// message. Reads the store when the row has left the window.
    public Optional<ArrayNode> whole(String rowId, long at, long seq) {
        return window.timeline()
                .block(rowId)
                .or(() -> window.find(rowId, new PageRequest.Position(at, seq)))
                .map(block -> encoder().whole(block));
    }

    /// Changes what is known of this browser's presses, then reads the requests anew.
    public void changeAsks(Consumer<AskList> change) {
        change.accept(asks);
        renewAsks();
        areAsksNew = true;
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
        if (everything || isNewWindow) {
            window.closeGap();
            ObjectNode all = Json.object().put("hasOlder", window.hasOlder());
            ArrayNode rows = all.putArray("rows");
            window.timeline().blocks().forEach(block -> rows.add(encoder.row(block)));
            view.reset(all);
        } else if (!changed.isEmpty() || isOlder) {
            ObjectNode changes =
                    Json.object().put("hasOlder", window.hasOlder()).put("isOlder", isOlder);
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

    private void showState(Session now, boolean everything) {
        ObjectNode state = states.state(now, !asks.isEmpty(), window.timeline().contextUse());
        if (everything || !state.equals(lastState)) {
            view.state(state);
            lastState = state;
        }
        view.head(now, sessions.summary(key));
        isStateNew = false;
    }

    private RowEncoder encoder() {
        Session now = session;
        String folder = now == null ? "" : now.metadata().read().path("path").asString("");
        return new RowEncoder(new RowContext(texts, folder, decisions));
    }
}
