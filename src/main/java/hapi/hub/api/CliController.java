package hapi.hub.api;

import hapi.hub.events.Origin;
import hapi.hub.machine.MachineRegistration;
import hapi.hub.machine.MachineService;
import hapi.hub.message.MessageService;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.NewSession;
import hapi.hub.session.SessionCreation;
import hapi.hub.session.SessionService;
import hapi.protocol.id.MachineId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Machine;
import hapi.protocol.model.Message;
import hapi.protocol.model.Session;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// What a CLI or runner asks over REST before and beside its socket.
@RestController
class CliController {
    private static final int MAX_PAGE = 200;
    private static final Origin ORIGIN = new Origin.Rest();

    private final SessionService sessions;
    private final MachineService machines;
    private final MessageService messages;
    private final SessionScopes scopes;

    CliController(
            SessionService sessions,
            MachineService machines,
            MessageService messages,
            SessionScopes scopes) {
        this.sessions = sessions;
        this.machines = machines;
        this.messages = messages;
        this.scopes = scopes;
    }

    @PostMapping("/cli/machines")
    Map<String, Machine> registerMachine(Namespace namespace, HttpServletRequest request) {
        return Map.of("machine", register(namespace, RequestBodies.read(request)));
    }

    @GetMapping("/cli/machines/{id}")
    Map<String, Machine> machine(Namespace namespace, @PathVariable String id) {
        MachineKey key = scopes.machine(namespace, id);
        return Map.of(
                "machine",
                machines.find(key).orElseThrow(() -> ApiException.of(404, "Machine not found")));
    }

    @PostMapping("/cli/sessions")
    Map<String, Object> createSession(Namespace namespace, HttpServletRequest request) {
        JsonNode body = RequestBodies.read(request);
        JsonNode tag = body.path("tag");
        if (!tag.isString() || tag.asString().isEmpty() || !body.has("metadata")) {
            throw ApiException.invalidBody();
        }
        if (body.path("machine").isObject()) {
            register(namespace, body.path("machine"));
        }
        NewSession wanted =
                new NewSession(
                        tag.asString(),
                        sessionId(body.path("id")),
                        RawJson.of(body.path("metadata")),
                        body.has("agentState") ? RawJson.of(body.path("agentState")) : RawJson.NULL,
                        text(body, "model"),
                        text(body, "modelReasoningEffort"),
                        text(body, "effort"));
        return switch (sessions.getOrCreate(namespace, wanted, ORIGIN)) {
            case SessionCreation.Ready ready -> sessionAnswer(ready.session());
            case SessionCreation.TagTaken taken ->
                    throw ApiException.of(409, "Session tag is already bound to a different id");
            case SessionCreation.IdTaken taken ->
                    throw ApiException.of(
                            409, "Session id is already bound to a different session");
        };
    }

    @GetMapping("/cli/sessions/{id}")
    Map<String, Object> session(Namespace namespace, @PathVariable String id) {
        SessionKey key = scopes.session(namespace, id);
        return sessionAnswer(sessions.find(key).orElseThrow(SessionScopes::sessionNotFound));
    }

    @GetMapping("/cli/sessions/{id}/messages")
    Map<String, List<Message>> messages(
            Namespace namespace,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String afterSeq,
            @RequestParam(required = false) @Nullable String limit) {
        SessionKey key = scopes.session(namespace, id);
        long after = number(afterSeq, 0, Long.MAX_VALUE);
        int atMost = limit == null ? MAX_PAGE : (int) number(limit, 1, MAX_PAGE);
        return Map.of("messages", messages.backfill(key, after, atMost));
    }

    private Machine register(Namespace namespace, JsonNode body) {
        JsonNode id = body.path("id");
        if (!id.isString() || !isId(id.asString()) || !body.has("metadata")) {
            throw ApiException.invalidBody();
        }
        RawJson runnerState =
                body.has("runnerState") ? RawJson.of(body.path("runnerState")) : RawJson.NULL;
        return switch (machines.register(
                namespace,
                new MachineId(id.asString()),
                RawJson.of(body.path("metadata")),
                runnerState,
                ORIGIN)) {
            case MachineRegistration.Registered registered -> registered.machine();
            case MachineRegistration.Foreign foreign ->
                    throw ApiException.of(403, "Machine access denied");
        };
    }

    private static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= 256
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static @Nullable SessionId sessionId(JsonNode id) {
        if (id.isMissingNode() || id.isNull()) {
            return null;
        }
        try {
            String text = id.asString("");
            if (UUID.fromString(text).toString().equalsIgnoreCase(text)) {
                return new SessionId(text);
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidBody();
        }
        throw ApiException.invalidBody();
    }

    private static @Nullable String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw ApiException.invalidBody();
        }
        return value.asString();
    }

    private static long number(@Nullable String text, long min, long max) {
        try {
            long value = Long.parseLong(String.valueOf(text));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw ApiException.of(400, "Invalid query");
        }
        throw ApiException.of(400, "Invalid query");
    }

    private static Map<String, Object> sessionAnswer(Session session) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("session", session);
        answer.put("sessionSummaryContract", false);
        return answer;
    }
}
