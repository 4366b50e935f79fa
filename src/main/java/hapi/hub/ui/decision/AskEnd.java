package hapi.hub.ui.decision;

import hapi.hub.permission.Decision;
import hapi.hub.permission.PermissionService;
import hapi.hub.permission.StoredDecision;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionService;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Says how a request that is no longer open has ended.
public final class AskEnd {
    private final SessionService sessions;
    private final PermissionService permissions;
    private final Texts texts;

    public AskEnd(SessionService sessions, PermissionService permissions, Texts texts) {
        this.sessions = sessions;
        this.permissions = permissions;
        this.texts = texts;
    }

    /// `{key, id, state, words, at?, from?}`; `state` is `elsewhere` when somebody decided, else
    /// `expired`. `at` and `from` say when and by which surface, as far as the hub knows.
    public ObjectNode of(SessionKey key, String request) {
        RequestId id = new RequestId(request);
        ObjectNode end =
                Json.object()
                        .put("key", AskEncoder.key(key.id().value(), request))
                        .put("id", request);
        Optional<StoredDecision> stored =
                permissions
                        .decision(key, id)
                        .filter(it -> it.state() != StoredDecision.State.EXPIRED)
                        .filter(it -> it.state() != StoredDecision.State.RELEASED);
        if (stored.isPresent()) {
            return end.put("state", "elsewhere")
                    .put("words", words(stored.get().decision()))
                    .put("at", stored.get().decidedAt())
                    .put("from", from(stored.get()));
        }
        PendingRequests.Over over = sessions.requests(key).over().get(id);
        if (over != null && !over.status().equals("canceled")) {
            boolean isAllowed = over.status().equals("approved");
            return end.put("state", "elsewhere")
                    .put("words", texts.text(isAllowed ? "ask.end.allowed" : "ask.end.refused"));
        }
        boolean isActive = sessions.find(key).filter(it -> it.active()).isPresent();
        return end.put("state", "expired")
                .put("words", texts.text(isActive ? "ask.expired" : "ask.expired.ended"));
    }

    private String words(Decision decision) {
        if (!decision.approved()) {
            return texts.text("ask.end.refused");
        }
        if (decision.answers() != null) {
            return texts.text("ask.end.answered");
        }
        boolean isForSession =
                decision.allowTools() != null
                        || "approved_for_session".equals(decision.word())
                        || "acceptEdits".equals(decision.mode());
        return texts.text(isForSession ? "ask.end.session" : "ask.end.once");
    }

    private String from(StoredDecision stored) {
        String device = stored.from().replaceFirst("^ui:", "");
        String name = "decided.device." + device;
        return texts.has(name) ? texts.text(name) : device;
    }
}
