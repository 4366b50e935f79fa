package hapi.hub.ui.decision;

import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.Timeline;
import hapi.hub.permission.PermissionService;
import hapi.hub.permission.StoredDecision;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The requests of one session as one browser sees them: open, being decided here, and how those
/// that ended did so. Belongs to one feed.
public final class AskList {
    private final PermissionService permissions;
    private final Texts texts;
    private Map<String, ObjectNode> shown = new LinkedHashMap<>();
    private final Map<String, String> ended = new LinkedHashMap<>();
    private final Map<String, String> endWords = new HashMap<>();

    /// What this browser pressed and has not seen the end of.
    private final Map<String, String> mine = new HashMap<>();

    private final Map<String, String> faults = new HashMap<>();

    public AskList(PermissionService permissions, Texts texts) {
        this.permissions = permissions;
        this.texts = texts;
    }

    /// This browser pressed a button.
    public void press(String request, String choice) {
        mine.put(request, choice);
        faults.remove(request);
    }

    /// The press did not count; the request is open again, with words for the person.
    public void fail(String request, String fault) {
        mine.remove(request);
        faults.put(request, fault);
    }

    /// Somebody else was faster.
    public void lose(String request) {
        mine.remove(request);
    }

    /// Reads what is open now. True when something looks different.
    public boolean renew(SessionKey key, FlavorSpec flavor, boolean isActive, Timeline timeline) {
        AskEncoder encoder = new AskEncoder(texts, flavor);
        Map<String, ObjectNode> now = new LinkedHashMap<>();
        if (isActive) {
            for (PendingRequests.Request request : permissions.open(key)) {
                String id = request.id().value();
                forgetEarlierAsking(request);
                if (!isTakenElsewhere(key, request.id())) {
                    now.put(
                            id,
                            encoder.ask(
                                    request,
                                    why(timeline, id),
                                    mine.containsKey(id) ? "sent" : "open",
                                    faults.get(id)));
                }
            }
        }
        boolean isOther = !now.equals(shown);
        for (String id : shown.keySet()) {
            if (!now.containsKey(id)) {
                end(key, id);
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
        ArrayNode gone = all.putArray("ended");
        ended.forEach((id, state) ->
                gone.addObject()
                        .put("id", id)
                        .put("state", state)
                        .put("words", endWords.getOrDefault(id, "")));
        ended.clear();
        endWords.clear();
        return all;
    }

    /// A press belongs to what was shown; an agent may use the id again.
    private void forgetEarlierAsking(PendingRequests.Request now) {
        ObjectNode before = shown.get(now.id().value());
        if (before != null && !before.path("hash").asString("").equals(now.hash())) {
            mine.remove(now.id().value());
            faults.remove(now.id().value());
        }
    }

    private boolean isTakenElsewhere(SessionKey key, RequestId request) {
        return !mine.containsKey(request.value())
                && permissions
                        .decision(key, request)
                        .filter(it -> it.state() == StoredDecision.State.CLAIMED)
                        .isPresent();
    }

    private void end(SessionKey key, String id) {
        faults.remove(id);
        String choice = mine.remove(id);
        if (choice != null) {
            ended.put(id, "done");
            endWords.put(id, texts.text(doneKey(choice)));
            return;
        }
        Optional<StoredDecision> stored = permissions.decision(key, new RequestId(id));
        boolean isDecided =
                stored.map(StoredDecision::state)
                        .filter(state -> state != StoredDecision.State.EXPIRED)
                        .filter(state -> state != StoredDecision.State.RELEASED)
                        .isPresent();
        ended.put(id, isDecided ? "elsewhere" : "expired");
        endWords.put(id, texts.text(isDecided ? "ask.elsewhere" : "ask.expired"));
    }

    private static String doneKey(String choice) {
        return switch (choice) {
            case Choices.REFUSE -> "ask.done.refused";
            case Choices.ANSWER -> "ask.done.answered";
            default -> "ask.done.allowed";
        };
    }

    /// What the agent said just before it asked.
    private static String why(Timeline timeline, String request) {
        for (ChatBlock.ToolCallBlock tool : timeline.openRequests()) {
            if (tool.openPermission().filter(it -> it.requestId().equals(request)).isPresent()) {
                List<ChatBlock> before = timeline.before(tool.id(), 1);
                return before.stream().map(AskList::said).findFirst().orElse("");
            }
        }
        return "";
    }

    private static String said(@Nullable ChatBlock block) {
        return block instanceof ChatBlock.AgentText text && text.text().length() <= 600
                ? text.text()
                : "";
    }
}
