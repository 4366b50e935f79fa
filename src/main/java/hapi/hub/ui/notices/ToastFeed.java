package hapi.hub.ui.notices;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.scope.Namespace;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.bridge.Feed;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Tells who looks at the page what others are told by their phones. What came while the browser
/// was away is not said any more: the page then shows how it is.
public final class ToastFeed implements Feed {
    private final Namespace namespace;
    private final SessionService sessions;
    private final Texts texts;
    private final Consumer<ObjectNode> view;
    private final List<ObjectNode> fresh = new ArrayList<>();

    /// `view` takes `{kind, session, words}`.
    public ToastFeed(
            Namespace namespace, SessionService sessions, Texts texts, Consumer<ObjectNode> view) {
        this.namespace = namespace;
        this.sessions = sessions;
        this.texts = texts;
        this.view = view;
    }

    @Override
    public boolean wants(HubEvent event) {
        return event instanceof HubEvent.Noticed;
    }

    @Override
    public void load() {
        fresh.clear();
    }

    @Override
    public void take(List<Published> events) {
        for (Published published : events) {
            if (published.event() instanceof HubEvent.Noticed noticed
                    && noticed.sessionId() != null) {
                String id = noticed.sessionId();
                title(id)
                        .ifPresent(title ->
                                fresh.add(
                                        Json.object()
                                                .put("kind", noticed.kind())
                                                .put("session", id)
                                                .put(
                                                        "words",
                                                        texts.text(
                                                                "toast." + noticed.kind(),
                                                                title))));
            }
        }
    }

    private Optional<String> title(String id) {
        return sessions.resolve(namespace, id) instanceof SessionLookup.Found found
                ? sessions.summary(found.key()).map(it -> SessionWords.title(it, texts))
                : Optional.empty();
    }

    @Override
    public void show(boolean everything) {
        if (!everything) {
            fresh.forEach(view);
        }
        fresh.clear();
    }
}
