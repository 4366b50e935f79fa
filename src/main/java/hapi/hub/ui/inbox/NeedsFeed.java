package hapi.hub.ui.inbox;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.permission.PermissionService;
import hapi.hub.scope.Namespace;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionService;
import hapi.hub.ui.bridge.Feed;
import hapi.hub.ui.decision.AskEncoder;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.SessionSummary;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How many requests wait, and each in a sentence: for the badge, the title of the tab and who
/// listens instead of looking.
public final class NeedsFeed implements Feed {
    private final OpenAsks open;
    private final Texts texts;
    private final Consumer<ObjectNode> view;
    private ObjectNode now = Json.object();
    private @Nullable ObjectNode last;

    /// `view` takes `{count, asks}`, each ask with `key` (it and its content) and `words`.
    public NeedsFeed(
            Namespace namespace,
            SessionService sessions,
            PermissionService permissions,
            Texts texts,
            Consumer<ObjectNode> view) {
        this.open = new OpenAsks(namespace, sessions, permissions);
        this.texts = texts;
        this.view = view;
    }

    @Override
    public boolean wants(HubEvent event) {
        return OpenAsks.wants(event);
    }

    @Override
    public void load() {
        open.load();
        now = needs();
    }

    @Override
    public void take(List<Published> events) {
        open.take(events);
        now = needs();
    }

    private ObjectNode needs() {
        ObjectNode needs = Json.object().put("count", open.count());
        ArrayNode asks = needs.putArray("asks");
        for (OpenAsks.Place place : open.order()) {
            if (!place.one().isClaimed()) {
                SessionSummary session = place.waiting().session();
                PendingRequests.Request request = place.one().request();
                SessionSummary.Details details = session.metadata();
                String words =
                        SessionWords.needs(
                                List.of(request), details == null ? "" : details.path(), texts);
                asks.addObject()
                        .put(
                                "key",
                                AskEncoder.key(session.id(), request.id().value())
                                        + "#"
                                        + request.hash())
                        .put(
                                "words",
                                texts.text(
                                        "inbox.said", SessionWords.title(session, texts), words));
            }
        }
        return needs;
    }

    @Override
    public void show(boolean everything) {
        if (everything || !now.equals(last)) {
            view.accept(now);
            last = now;
        }
    }
}
