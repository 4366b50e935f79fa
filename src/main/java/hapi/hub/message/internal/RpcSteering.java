package hapi.hub.message.internal;

import hapi.hub.message.MessageService;
import hapi.hub.message.PromptSteering;
import hapi.hub.message.SteerResult;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.model.Message;
import hapi.protocol.model.Session;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.SessionCalls;
import java.util.Objects;
import java.util.Optional;

/// Asks the session's process to take a prompt out of its queue. What it refuses before it asks,
/// and in which order and words, was measured on the published hub 0.30.7.
final class RpcSteering implements PromptSteering {
    private static final String FAILED = "Steer failed";

    private final SessionService sessions;
    private final MessageService messages;
    private final RpcGateway rpc;

    RpcSteering(SessionService sessions, MessageService messages, RpcGateway rpc) {
        this.sessions = sessions;
        this.messages = messages;
        this.rpc = rpc;
    }

    @Override
    public SteerResult steer(SessionKey key, String idOrLocalId) {
        Optional<Session> session = sessions.find(key);
        String flavor =
                session.map(it -> it.metadata().read().path("flavor").asString("")).orElse("");
        if (!FlavorSpec.of(flavor).has(Capability.STEERED_QUEUE)) {
            return refused("Steering is only supported for Pi, Codex, and Cursor ACP sessions");
        }
        if (session.filter(Session::atTerminal).isPresent()) {
            return refused("Steering is only available for remote sessions");
        }
        Optional<Message> found = messages.find(key, idOrLocalId);
        if (found.isEmpty()) {
            return refused("Message not found");
        }
        Message message = found.get();
        String localId = message.localId();
        if (localId == null || message.invokedAt() != null) {
            return new SteerResult.Invoked(message);
        }
        if (message.scheduledAt() != null) {
            return new SteerResult.Refused("Scheduled messages cannot be steered", localId);
        }
        return ask(key, localId);
    }

    private static SteerResult refused(String reason) {
        return new SteerResult.Refused(reason, null);
    }

    private SteerResult ask(SessionKey key, String localId) {
        RpcResult<SessionCalls.SteerResult> answer =
                rpc.call(
                        key,
                        RpcMethods.STEER_QUEUED_MESSAGE,
                        new SessionCalls.SteerParams(localId));
        if (answer
                instanceof
                RpcResult.Ok<SessionCalls.SteerResult>(
                        SessionCalls.SteerResult(Boolean steered, String error))) {
            return Boolean.TRUE.equals(steered)
                    ? new SteerResult.Steered(localId)
                    : new SteerResult.Refused(Objects.requireNonNullElse(error, FAILED), localId);
        }
        return new SteerResult.Refused(
                answer.failure().isEmpty() ? FAILED : answer.failure(), localId);
    }
}
