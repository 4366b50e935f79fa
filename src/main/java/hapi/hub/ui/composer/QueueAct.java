package hapi.hub.ui.composer;

import hapi.hub.message.CancelResult;
import hapi.hub.message.MessageService;
import hapi.hub.message.PromptSteering;
import hapi.hub.message.RetryResult;
import hapi.hub.message.SteerResult;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.content.Content;
import hapi.protocol.content.ContentReader;
import hapi.protocol.json.Json;
import hapi.protocol.model.Message;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// `queue`: `{session, localId, what}` about a message that waits for its agent. `what` is `cancel`
/// (answers `{text}`, so that it can be edited and sent anew), `steer` (put it into the running
/// turn) or `retry` (deliver it again, when nobody knows whether it came through). Refuses `late`
/// when the agent has it already.
@Component
final class QueueAct implements UiAct {
    private static final int MAX_ID = 256;

    private final ActSessions sessions;
    private final MessageService messages;
    private final PromptSteering steering;

    QueueAct(ActSessions sessions, MessageService messages, PromptSteering steering) {
        this.sessions = sessions;
        this.messages = messages;
        this.steering = steering;
    }

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public ActResult run(ActCall call) {
        String localId = call.text("localId");
        if (localId.isEmpty() || localId.length() > MAX_ID) {
            return ActSessions.bad(call);
        }
        return sessions.with(
                call,
                key ->
                        switch (call.text("what")) {
                            case "cancel" -> cancel(call, key, localId);
                            case "steer" -> steer(call, key, localId);
                            case "retry" -> retry(call, key, localId);
                            default -> ActSessions.bad(call);
                        });
    }

    private ActResult cancel(ActCall call, SessionKey key, String localId) {
        Optional<Message> message = messages.find(key, localId).filter(Message::isQueued);
        if (message.isEmpty()) {
            return late(call);
        }
        String text =
                ContentReader.read(message.get().content())
                                instanceof Content.UserContent(String words, _, _)
                        ? words
                        : "";
        return switch (messages.cancel(key, localId, call.viewer().origin())) {
            case CancelResult.Cancelled _ -> new ActResult.Done(Json.object().put("text", text));
            case CancelResult.Invoked _ -> late(call);
            case CancelResult.Busy _ ->
                    new ActResult.Refused("busy", call.texts().text("composer.busy"));
        };
    }

    private ActResult steer(ActCall call, SessionKey key, String localId) {
        return switch (steering.steer(key, localId)) {
            case SteerResult.Steered _ -> ActResult.Done.plain();
            case SteerResult.Invoked _ -> late(call);
            case SteerResult.Refused(String reason, _) ->
                    ActSessions.refused(call, "refused", "composer.fault.steer", reason);
        };
    }

    private ActResult retry(ActCall call, SessionKey key, String localId) {
        return switch (messages.retry(key, localId, call.viewer().origin())) {
            case RetryResult.Retried _, RetryResult.AlreadyQueued _ -> ActResult.Done.plain();
            case RetryResult.Invoked _ -> late(call);
            case RetryResult.Unavailable _ ->
                    new ActResult.Refused("inactive", call.texts().text("composer.notRunning"));
            case RetryResult.NotFound _ -> late(call);
        };
    }

    private static ActResult late(ActCall call) {
        return new ActResult.Refused("late", call.texts().text("composer.late"));
    }
}
