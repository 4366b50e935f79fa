package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.PermissionAnswer;
import hapi.cli.jsonrpc.JsonRpcRequest;
import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the agent asked and nobody has answered yet. Questions come under the lock of the
/// transcript; answers may come from any thread.
final class Questions {
    private static final Logger log = LoggerFactory.getLogger(Questions.class);

    private final Transcript transcript;
    private final AutoApproval approval;
    private final Map<String, Question> open = new ConcurrentHashMap<>();

    private record Question(
            JsonRpcRequest request, String callId, List<PermissionOption> options) {}

    Questions(Transcript transcript, AutoApproval approval) {
        this.transcript = transcript;
        this.approval = approval;
    }

    /// The card of the call if there was none, then the question, or that it was answered.
    List<AgentEvent> asked(JsonRpcRequest request, String mode) {
        JsonNode call = request.params().path("toolCall");
        String callId = text(call, "toolCallId");
        List<PermissionOption> options = PermissionOption.read(request.params().path("options"));
        if (callId.isEmpty()) {
            log.warn("the agent asked about a call without an id");
            request.answer(PermissionOption.outcome(Optional.empty()));
            return List.of();
        }
        String announced = transcript.announced(call);
        List<AgentEvent> events = new ArrayList<>(transcript.asked(call));
        ToolCard card = transcript.card(callId).orElseGet(() -> ToolCard.first(call));
        ObjectNode input = input(call, card);
        Optional<PermissionOption> once = PermissionOption.allow(options, false);
        if (once.isPresent() && approval.allows(sorted(call, card), announced, mode)) {
            request.answer(PermissionOption.outcome(once));
            events.add(new AgentEvent.PermissionGranted(callId, card.name(), input, "approved"));
            return events;
        }
        String askId = request.id().toString();
        open.put(askId, new Question(request, callId, options));
        events.add(new AgentEvent.PermissionAsked(askId, callId, card.name(), input));
        return events;
    }

    /// Nobody here can answer a question of another session.
    static List<AgentEvent> foreign(JsonRpcRequest request) {
        request.answer(PermissionOption.outcome(Optional.empty()));
        return List.of();
    }

    void answer(String askId, PermissionAnswer answer) {
        Question question = open.remove(askId);
        if (question == null) {
            return;
        }
        Optional<PermissionOption> chosen =
                switch (answer) {
                    case PermissionAnswer.Allow allow ->
                            PermissionOption.allow(question.options, allow.forSession());
                    case PermissionAnswer.Deny deny -> {
                        transcript.refused(question.callId);
                        yield deny.stopTurn()
                                ? Optional.empty()
                                : PermissionOption.reject(question.options);
                    }
                };
        question.request.answer(PermissionOption.outcome(chosen));
    }

    /// The turn is stopped: the agent is told for each.
    void cancelAll() {
        open.keySet()
                .forEach(askId -> {
                    Question question = open.remove(askId);
                    if (question != null) {
                        transcript.refused(question.callId);
                        question.request.answer(PermissionOption.outcome(Optional.empty()));
                    }
                });
    }

    /// The turn is over, whatever is still open with it.
    List<AgentEvent> close() {
        List<AgentEvent> events = new ArrayList<>();
        for (String askId : List.copyOf(open.keySet())) {
            Question question = open.remove(askId);
            if (question != null) {
                question.request.answer(PermissionOption.outcome(Optional.empty()));
                events.add(new AgentEvent.PermissionWithdrawn(askId));
            }
        }
        return events;
    }

    /// What is asked for: as the question says it, else as the card does.
    private static ObjectNode input(JsonNode call, ToolCard card) {
        if (call.path("rawInput") instanceof ObjectNode raw && !raw.isEmpty()) {
            return raw;
        }
        ObjectNode changes = CallInput.changes(call);
        if (changes != null) {
            return changes;
        }
        ObjectNode known = card.input();
        return known == null ? Json.object().put("title", text(call, "title")) : known;
    }

    /// A question may leave out the kind that the card has.
    private static JsonNode sorted(JsonNode call, ToolCard card) {
        if (!text(call, "kind").isEmpty() || !call.isObject()) {
            return call;
        }
        return ((ObjectNode) call.deepCopy()).put("kind", card.kind());
    }
}
