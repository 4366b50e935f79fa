package hapi.hub.api;

import hapi.hub.events.Origin;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.hub.session.SettingsResult;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.model.Session;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Settings of a session that a person changes while it runs. What a flavor allows stands in
/// [FlavorSpec], what a route asks in [#CHOICES]. Source: protocol/rest.md "Configuration".
@RestController
class SessionSettingsController {
    private static final Origin ORIGIN = new Origin.Rest();

    /// One route: the key of its body, the setting's wire name, who has it, and the refusal for
    /// those who have not. `words` empty means any text, and null for the agent's own choice.
    private record Choice(
            String bodyKey,
            String setting,
            Capability capability,
            Set<String> words,
            String refusal) {}

    private static final Map<String, Choice> CHOICES =
            Map.of(
                    "model",
                    new Choice(
                            "model",
                            "model",
                            Capability.MODEL,
                            Set.of(),
                            "Model selection is not supported for this session"),
                    "effort",
                    new Choice(
                            "effort",
                            "effort",
                            Capability.EFFORT,
                            Set.of(),
                            "Effort selection is not supported for this session type"),
                    "model-reasoning-effort",
                    new Choice(
                            "modelReasoningEffort",
                            "modelReasoningEffort",
                            Capability.MODEL_REASONING_EFFORT,
                            Set.of(),
                            "Model reasoning effort is only supported for Codex and OpenCode"
                                    + " sessions"),
                    "service-tier",
                    new Choice(
                            "serviceTier",
                            "serviceTier",
                            Capability.SERVICE_TIER,
                            Set.of("fast", "standard"),
                            "Fast mode is only supported for Codex sessions"),
                    "collaboration-mode",
                    new Choice(
                            "mode",
                            "collaborationMode",
                            Capability.COLLABORATION_MODE,
                            Set.of("default", "plan"),
                            "Collaboration mode is only supported for Codex sessions"),
                    "copilot-agent-mode",
                    new Choice(
                            "mode",
                            "copilotAgentMode",
                            Capability.COPILOT_AGENT_MODE,
                            Set.of(),
                            "Agent mode is only supported for Copilot sessions"));

    private final SessionService sessions;
    private final SessionScopes scopes;

    SessionSettingsController(SessionService sessions, SessionScopes scopes) {
        this.sessions = sessions;
        this.scopes = scopes;
    }

    /// Also of an inactive session: then it is kept for the next start.
    @PostMapping("/api/sessions/{id}/permission-mode")
    ObjectNode permissionMode(
            Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.session(namespace, id);
        String mode = RequestBodies.read(request).path("mode").asString("");
        scopes.checkPermissionMode(key, mode);
        return answer(sessions.configure(key, SessionSettings.of("permissionMode", mode), ORIGIN));
    }

    @PostMapping(
            "/api/sessions/{id}/{route:model|effort|model-reasoning-effort|service-tier"
                    + "|collaboration-mode|copilot-agent-mode}")
    ObjectNode choose(
            Namespace namespace,
            @PathVariable String id,
            @PathVariable String route,
            HttpServletRequest request) {
        SessionKey key = scopes.activeSession(namespace, id);
        Choice choice = CHOICES.get(route);
        if (choice == null) {
            throw ApiException.of(404, "404 Not Found");
        }
        JsonNode value = RequestBodies.read(request).path(choice.bodyKey());
        if (!isValid(choice, value)) {
            throw ApiException.invalidBody();
        }
        FlavorSpec flavor = scopes.flavor(key);
        if (!flavor.has(choice.capability()) || scopes.isOfUnknownFlavor(key)) {
            throw ApiException.of(400, choice.refusal());
        }
        if (choice.capability() == Capability.MODEL
                && flavor.has(Capability.MODEL_FIXED_IN_TERMINAL)
                && isControlledByTerminal(key)) {
            throw ApiException.of(
                    409,
                    "The terminal controls this session; its model can be changed there",
                    "terminal_controlled");
        }
        return answer(
                value.isObject()
                        ? sessions.configureModel(key, RawJson.of(value), ORIGIN)
                        : sessions.configure(
                                key, SessionSettings.of(choice.setting(), text(value)), ORIGIN));
    }

    private static boolean isValid(Choice choice, JsonNode value) {
        if (value.isString()) {
            return !value.asString().isEmpty()
                    && (choice.words().isEmpty() || choice.words().contains(value.asString()));
        }
        boolean isProviderModel =
                choice.capability() == Capability.MODEL
                        && value.path("provider").isString()
                        && value.path("modelId").isString();
        return isProviderModel || value.isNull() && choice.words().isEmpty();
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() ? null : value.asString();
    }

    private boolean isControlledByTerminal(SessionKey key) {
        return sessions.find(key).filter(Session::atTerminal).isPresent();
    }

    private static ObjectNode answer(SettingsResult result) {
        return switch (result) {
            case SettingsResult.Applied applied -> Json.object().put("ok", true);
            case SettingsResult.Refused refused -> throw ApiException.of(409, refused.message());
            case SettingsResult.Gone gone -> throw SessionScopes.sessionNotFound();
        };
    }
}
