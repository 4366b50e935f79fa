package hapi.hub.api;

import hapi.hub.events.Origin;
import hapi.hub.permission.DecideResult;
import hapi.hub.permission.Decision;
import hapi.hub.permission.PermissionService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Decisions on an agent's requests. Beyond the published bodies a refusal may carry `reason`, and
/// both may carry `shownHash`, the hash of what the person saw.
@RestController
class PermissionsController {
    private static final Origin ORIGIN = new Origin.Rest();
    private static final String WHO = "owner";
    private static final Set<String> WORDS =
            Set.of("approved", "approved_for_session", "denied", "abort");
    private static final int MAX_REASON = 10_000;

    private final PermissionService permissions;
    private final SessionScopes scopes;

    PermissionsController(PermissionService permissions, SessionScopes scopes) {
        this.permissions = permissions;
        this.scopes = scopes;
    }

    @PostMapping("/api/sessions/{id}/permissions/{requestId}/approve")
    ObjectNode approve(
            Namespace namespace,
            @PathVariable String id,
            @PathVariable String requestId,
            HttpServletRequest request) {
        SessionKey key = scopes.activeSession(namespace, id);
        JsonNode body = RequestBodies.optional(request);
        if (requestId(requestId).flatMap(it -> permissions.find(key, it)).isEmpty()) {
            throw notFound();
        }
        String mode = text(body, "mode");
        if (mode != null) {
            scopes.checkPermissionMode(key, mode);
        }
        Decision decision =
                new Decision(
                        true,
                        word(body),
                        mode,
                        tools(body.path("allowTools")),
                        answers(body.path("answers")),
                        null);
        return decide(key, requestId, decision, body);
    }

    @PostMapping("/api/sessions/{id}/permissions/{requestId}/deny")
    ObjectNode deny(
            Namespace namespace,
            @PathVariable String id,
            @PathVariable String requestId,
            HttpServletRequest request) {
        SessionKey key = scopes.activeSession(namespace, id);
        if (requestId(requestId).flatMap(it -> permissions.find(key, it)).isEmpty()) {
            throw notFound();
        }
        JsonNode body = RequestBodies.optional(request);
        String reason = text(body, "reason");
        if (reason != null && reason.length() > MAX_REASON) {
            throw ApiException.invalidBody();
        }
        return decide(
                key, requestId, new Decision(false, word(body), null, null, null, reason), body);
    }

    private ObjectNode decide(SessionKey key, String requestId, Decision decision, JsonNode body) {
        RequestId id = requestId(requestId).orElseThrow(PermissionsController::notFound);
        Optional<String> shown = Optional.ofNullable(text(body, "shownHash"));
        return switch (permissions.decide(key, id, decision, WHO, ORIGIN, shown)) {
            case DecideResult.Delivered delivered -> Json.object().put("ok", true);
            case DecideResult.NotPending notPending -> throw notFound();
            case DecideResult.AlreadyDecided decided ->
                    throw ApiException.of(404, "Request not found", "already_decided");
            case DecideResult.ShownChanged changed ->
                    throw ApiException.of(
                            409, "The request changed since it was shown", "shown_changed");
            case DecideResult.Undelivered undelivered ->
                    throw ApiException.internal(undelivered.message());
        };
    }

    private static ApiException notFound() {
        return ApiException.of(404, "Request not found");
    }

    private static Optional<RequestId> requestId(String text) {
        try {
            return Optional.of(new RequestId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String word(JsonNode body) {
        String word = text(body, "decision");
        if (word != null && !WORDS.contains(word)) {
            throw ApiException.invalidBody();
        }
        return word;
    }

    private static @Nullable String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isString()) {
            throw ApiException.invalidBody();
        }
        return value.asString();
    }

    private static @Nullable List<String> tools(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isArray()) {
            throw ApiException.invalidBody();
        }
        List<String> tools = new ArrayList<>();
        for (JsonNode tool : node) {
            if (!tool.isString()) {
                throw ApiException.invalidBody();
            }
            tools.add(tool.asString());
        }
        return tools;
    }

    /// `{key:[text]}` or `{key:{answers:[text]}}`.
    private static @Nullable RawJson answers(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        boolean isAnswers =
                node.isObject()
                        && node.properties().stream()
                                .allMatch(entry ->
                                        isTexts(entry.getValue())
                                                || isTexts(entry.getValue().path("answers")));
        if (!isAnswers) {
            throw ApiException.invalidBody();
        }
        return RawJson.of(node);
    }

    private static boolean isTexts(JsonNode node) {
        if (!node.isArray()) {
            return false;
        }
        for (JsonNode text : node) {
            if (!text.isString()) {
                return false;
            }
        }
        return true;
    }
}
