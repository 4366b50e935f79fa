package hapi.hub.ui.decision;

import hapi.hub.chat.LastSentences;
import hapi.hub.chat.Timeline;
import hapi.hub.permission.PermissionService;
import hapi.hub.permission.StoredDecision;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionService;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The requests of one session as one browser sees them: open, decided but not yet taken by the
/// agent, and how those that ended did so. Which of them this browser decided it knows itself.
/// Belongs to one feed.
public final class AskList {
    private final PermissionService permissions;
    private final Texts texts;
    private final AskEnd end;
    private Map<String, ObjectNode> shown = new LinkedHashMap<>();
    private final Map<String, ObjectNode> ended = new LinkedHashMap<>();

    public AskList(SessionService sessions, PermissionService permissions, Texts texts) {
        this.permissions = permissions;
        this.texts = texts;
        this.end = new AskEnd(sessions, permissions, texts);
    }

    /// Reads what is open now. True when something looks different.
    public boolean renew(SessionKey key, AskPlace place, boolean isActive, Timeline timeline) {
        AskEncoder encoder = new AskEncoder(texts, place);
        Map<String, ObjectNode> now = new LinkedHashMap<>();
        List<PendingRequests.Request> open = isActive ? permissions.open(key) : List.of();
        for (PendingRequests.Request request : open) {
            String id = request.id().value();
            now.put(
                    id,
                    encoder.ask(
                            request,
                            LastSentences.before(timeline, id),
                            isClaimed(key, request) ? "sent" : "open",
                            now.size() + 1,
                            open.size()));
        }
        boolean isOther = !now.equals(shown);
        for (String id : shown.keySet()) {
            if (!now.containsKey(id)) {
                ended.put(id, end.of(key, id));
            }
        }
        shown = now;
        return isOther;
    }

    public boolean isEmpty() {
        return shown.isEmpty();
    }

    /// `{asks, ended}`; those that ended are told once.
    public ObjectNode show() {
        ObjectNode all = Json.object();
        all.putArray("asks").addAll(shown.values());
        all.putArray("ended").addAll(ended.values());
        ended.clear();
        return all;
    }

    /// Somebody decided, and the agent has not taken it yet.
    private boolean isClaimed(SessionKey key, PendingRequests.Request request) {
        return permissions
                .decision(key, request.id())
                .filter(it -> it.state() == StoredDecision.State.CLAIMED)
                .filter(it -> it.answers(request))
                .isPresent();
    }
}
