package hapi.hub.api;

import hapi.hub.events.Origin;
import hapi.hub.message.Appended;
import hapi.hub.message.CancelResult;
import hapi.hub.message.MessageService;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.message.PromptSteering;
import hapi.hub.message.QueuedState;
import hapi.hub.message.RetryResult;
import hapi.hub.message.SteerResult;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Pages of a session's messages, and sending one.
@RestController
class MessagesController {
    private static final Origin ORIGIN = new Origin.Rest();
    private static final int MAX_IDS = 1000;
    private static final int MAX_LOCAL_ID = 256;
    private static final Duration MAX_SCHEDULE = Duration.ofDays(7);

    private final MessageService messages;
    private final PromptSteering steering;
    private final SessionScopes scopes;
    private final Clock clock;

    MessagesController(
            MessageService messages, PromptSteering steering, SessionScopes scopes, Clock clock) {
        this.messages = messages;
        this.steering = steering;
        this.scopes = scopes;
        this.clock = clock;
    }

    @GetMapping("/api/sessions/{id}/messages")
    MessagePage page(Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.session(namespace, id);
        return messages.page(key, new PageQuery(request).read());
    }

    @PostMapping("/api/sessions/{id}/messages")
    ObjectNode send(Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.activeSession(namespace, id);
        OutgoingMessage message = outgoing(key, RequestBodies.read(request));
        if (messages.send(key, message, ORIGIN) instanceof Appended.Gone) {
            throw SessionScopes.sessionNotFound();
        }
        return Json.object().put("ok", true);
    }

    private OutgoingMessage outgoing(SessionKey key, JsonNode body) {
        JsonNode text = body.path("text");
        JsonNode localId = body.path("localId");
        JsonNode scheduled = body.path("scheduledAt");
        if (!text.isString()) {
            throw invalid("text", "text is required");
        }
        if (!isAbsent(localId)
                && (!localId.isString()
                        || localId.asString().isEmpty()
                        || localId.asString().length() > MAX_LOCAL_ID)) {
            throw invalid("localId", "localId must have 1 to 256 characters");
        }
        String mode = body.path("deliveryMode").asString(OutgoingMessage.QUEUE);
        if (!mode.equals(OutgoingMessage.QUEUE) && !mode.equals(OutgoingMessage.STEER)) {
            throw invalid("deliveryMode", "deliveryMode must be queue or steer");
        }
        List<RawJson> attachments = attachments(body.path("attachments"));
        Long scheduledAt = null;
        if (!isAbsent(scheduled)) {
            if (!scheduled.isIntegralNumber() || scheduled.asLong() <= 0) {
                throw invalid("scheduledAt", "scheduledAt must be a positive integer");
            }
            if (isAbsent(localId)) {
                throw invalid("scheduledAt", "scheduledAt requires localId");
            }
            if (scheduled.asLong() > clock.millis() + MAX_SCHEDULE.toMillis()) {
                throw invalid("scheduledAt", "scheduledAt must be within 7 days from now");
            }
            if (!attachments.isEmpty()) {
                throw invalid(
                        "scheduledAt", "scheduled messages with attachments are not supported");
            }
            if (mode.equals(OutgoingMessage.STEER)) {
                throw invalid("scheduledAt", "scheduled messages cannot use steer delivery");
            }
            scheduledAt = scheduled.asLong();
        }
        if (text.asString().isEmpty() && attachments.isEmpty()) {
            throw ApiException.of(400, "Message requires text or attachments");
        }
        return new OutgoingMessage(
                text.asString(),
                attachments,
                isAbsent(localId) ? null : new LocalId(localId.asString()),
                scheduledAt,
                OutgoingMessage.WEBAPP,
                mode.equals(OutgoingMessage.STEER)
                        && scopes.flavor(key).has(Capability.STEERED_PROMPTS));
    }

    private static List<RawJson> attachments(JsonNode node) {
        if (isAbsent(node)) {
            return List.of();
        }
        if (!node.isArray()) {
            throw invalid("attachments", "attachments must be a list");
        }
        List<RawJson> attachments = new ArrayList<>();
        for (JsonNode attachment : node) {
            boolean isWhole =
                    attachment.path("id").isString()
                            && attachment.path("filename").isString()
                            && attachment.path("mimeType").isString()
                            && attachment.path("size").isNumber()
                            && attachment.path("path").isString();
            if (!isWhole) {
                throw invalid("attachments", "an attachment lacks a field");
            }
            attachments.add(RawJson.of(attachment));
        }
        return attachments;
    }

    @DeleteMapping("/api/sessions/{id}/messages/{messageId}")
    ObjectNode cancel(
            Namespace namespace, @PathVariable String id, @PathVariable String messageId) {
        SessionKey key = scopes.session(namespace, id);
        return switch (messages.cancel(key, messageId, ORIGIN)) {
            case CancelResult.Cancelled it -> status("cancelled", it.localId());
            case CancelResult.Invoked it -> stored(key, it.message());
            case CancelResult.Busy it -> status("busy", it.localId());
        };
    }

    /// The row in its stored form, which names its session.
    private static ObjectNode stored(SessionKey key, Message message) {
        ObjectNode answer = invoked(message);
        ((ObjectNode) answer.get("message")).put("sessionId", key.id().value());
        return answer;
    }

    private static ObjectNode invoked(Message message) {
        return Json.object().put("status", "invoked").set("message", Json.tree(message));
    }

    @PostMapping("/api/sessions/{id}/messages/{messageId}/retry")
    ObjectNode retry(Namespace namespace, @PathVariable String id, @PathVariable String messageId) {
        SessionKey key = scopes.session(namespace, id);
        return switch (messages.retry(key, messageId, ORIGIN)) {
            case RetryResult.Retried it -> status("retried", it.localId());
            case RetryResult.AlreadyQueued it -> status("already-queued", it.localId());
            case RetryResult.Unavailable it -> status("retry-unavailable", it.localId());
            case RetryResult.Invoked it -> invoked(it.message());
            case RetryResult.NotFound _ -> Json.object().put("status", "not-found");
        };
    }

    private static ObjectNode status(String status, @Nullable String localId) {
        return Json.object().put("status", status).put("localId", localId);
    }

    @PostMapping("/api/sessions/{id}/messages/{messageId}/steer")
    ObjectNode steer(Namespace namespace, @PathVariable String id, @PathVariable String messageId) {
        SessionKey key = scopes.activeSession(namespace, id);
        return switch (steering.steer(key, messageId)) {
            case SteerResult.Steered it -> status("steered", it.localId());
            case SteerResult.Invoked it -> invoked(it.message());
            case SteerResult.Refused it -> status("failed", it.localId()).put("error", it.reason());
        };
    }

    @PostMapping("/api/sessions/{id}/messages/queued-state")
    QueuedState queuedState(
            Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.session(namespace, id);
        JsonNode ids = RequestBodies.read(request).path("localIds");
        if (!ids.isArray() || ids.size() > MAX_IDS) {
            throw invalid("localIds", "localIds must be a list of at most 1000 ids");
        }
        List<String> localIds = new ArrayList<>();
        for (JsonNode one : ids) {
            if (!one.isString()) {
                throw invalid("localIds", "a local id is a text");
            }
            localIds.add(one.asString());
        }
        return messages.queuedState(key, localIds);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    static ApiException invalid(String field, String text) {
        ObjectNode body = Json.object().put("error", "Invalid body");
        ObjectNode issues = body.putObject("issues");
        issues.putArray("formErrors");
        issues.putObject("fieldErrors").putArray(field).add(text);
        return new ApiException(400, body);
    }
}
