package hapi.hub.ui.chat;

import hapi.hub.events.Origin;
import hapi.hub.message.CancelResult;
import hapi.hub.message.MessageService;
import hapi.hub.message.RetryResult;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import org.springframework.stereotype.Component;

/// `prompt`: `{session, localId, want}`, what becomes of a prompt that lies in the chat: `again`
/// sends one whose fate is unknown a second time, `back` takes one back that still waits. Refused
/// as `late` when it is neither any more.
@Component
public final class PromptAct implements UiAct {
    private static final int MAX_ID = 256;

    private final SessionService sessions;
    private final MessageService messages;

    public PromptAct(SessionService sessions, MessageService messages) {
        this.sessions = sessions;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "prompt";
    }

    @Override
    public ActResult run(ActCall call) {
        String localId = call.text("localId");
        if (localId.isEmpty()
                || localId.length() > MAX_ID
                || !(sessions.resolve(call.viewer().namespace(), call.text("session"))
                        instanceof SessionLookup.Found(SessionKey key))) {
            return refused(call, "gone");
        }
        Origin origin = call.viewer().origin();
        boolean isDone;
        switch (call.text("want")) {
            case "again" ->
                    isDone = messages.retry(key, localId, origin) instanceof RetryResult.Retried;
            case "back" ->
                    isDone =
                            messages.cancel(key, localId, origin) instanceof CancelResult.Cancelled;
            default -> {
                return refused(call, "unknown");
            }
        }
        return isDone ? ActResult.Done.plain() : refused(call, "late");
    }

    private static ActResult refused(ActCall call, String code) {
        return new ActResult.Refused(code, call.texts().text("act.failed"));
    }
}
