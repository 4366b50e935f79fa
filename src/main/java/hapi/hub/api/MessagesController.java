package hapi.hub.api;

import hapi.hub.events.Origin;
import hapi.hub.message.Appended;
import hapi.hub.message.CancelResult;
import hapi.hub.message.MessageService;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.message.PageRequest;
import hapi.hub.message.QueuedState;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
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
    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_PAGE = 200;
    private static final int MAX_IDS = 1000;
    private static final int MAX_LOCAL_ID = 256;
    private static final Duration MAX_SCHEDULE = Duration.ofDays(7);

    private final MessageService messages;
    private final SessionScopes scopes;
    private final Clock clock;

    MessagesController(MessageService messages, SessionScopes scopes, Clock clock) {
        this.messages = messages;
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
        OutgoingMessage message = outgoing(RequestBodies.read(request));
        if (messages.send(key, message, ORIGIN) instanceof Appended.Gone) {
            throw SessionScopes.sessionNotFound();
        }
        return Json.object().put("ok", true);
    }

    private OutgoingMessage outgoing(JsonNode body) {
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
            if (body.path("deliveryMode").asString("").equals("steer")) {
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
                OutgoingMessage.WEBAPP);
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
            case CancelResult.Cancelled it ->
                    Json.object().put("status", "cancelled").put("localId", it.localId());
            case CancelResult.Invoked it ->
                    Json.object().put("status", "invoked").set("message", Json.tree(it.message()));
            case CancelResult.Busy it ->
                    Json.object().put("status", "busy").put("localId", it.localId());
        };
    }

    @PostMapping("/api/sessions/{id}/messages/queued-state")
    QueuedState queuedState(
            Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.session(namespace, id);
        JsonNode ids = RequestBodies.read(request).path("localIds");
        if (!ids.isArray() || ids.size() > MAX_IDS) {
            throw ApiException.invalidBody();
        }
        List<String> localIds = new ArrayList<>();
        for (JsonNode one : ids) {
            if (!one.isString()) {
                throw ApiException.invalidBody();
            }
            localIds.add(one.asString());
        }
        return messages.queuedState(key, localIds);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static ApiException invalid(String field, String text) {
        ObjectNode body = Json.object().put("error", "Invalid body");
        ObjectNode issues = body.putObject("issues");
        issues.putArray("formErrors");
        issues.putObject("fieldErrors").putArray(field).add(text);
        return new ApiException(400, body);
    }

    /// The query of a page; a wrong one is refused with the field that is wrong.
    private record PageQuery(HttpServletRequest request) {
        PageRequest read() {
            int limit =
                    request.getParameter("limit") == null
                            ? DEFAULT_PAGE
                            : (int) number("limit", 1, MAX_PAGE);
            PageRequest.@Nullable Position before = position("before");
            PageRequest.@Nullable Position after = position("after");
            PageRequest.@Nullable Position until = position("until");
            boolean hasEpoch = request.getParameter("epoch") != null;
            if (before != null && after != null) {
                throw refused("afterAt", "before and after exclude each other");
            }
            if (after == null && until != null) {
                throw refused("untilAt", "until needs after");
            }
            if (after == null && hasEpoch) {
                throw refused("epoch", "epoch needs after");
            }
            if (before != null) {
                return new PageRequest.Before(before, limit);
            }
            if (after != null) {
                Long epoch = hasEpoch ? (Long) number("epoch", 0, Long.MAX_VALUE) : null;
                return new PageRequest.After(after, until, epoch, limit);
            }
            return new PageRequest.Latest(limit);
        }

        private PageRequest.@Nullable Position position(String name) {
            boolean hasSeq = request.getParameter(name + "Seq") != null;
            boolean hasAt = request.getParameter(name + "At") != null;
            if (hasSeq != hasAt) {
                throw refused(
                        name + (hasSeq ? "At" : "Seq"),
                        name + "Seq and " + name + "At go together");
            }
            return hasSeq
                    ? new PageRequest.Position(
                            number(name + "At", 0, Long.MAX_VALUE),
                            number(name + "Seq", 1, Long.MAX_VALUE))
                    : null;
        }

        private long number(String name, long min, long max) {
            try {
                long value = Long.parseLong(String.valueOf(request.getParameter(name)));
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw refused(name, "must be an integer");
            }
            throw refused(name, "must be from " + min + " to " + max);
        }

        private static ApiException refused(String field, String text) {
            ApiException invalid = invalid(field, text);
            return new ApiException(400, invalid.body().put("error", "Invalid query"));
        }
    }
}
