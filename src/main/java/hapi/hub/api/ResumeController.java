package hapi.hub.api;

import hapi.hub.events.Origin;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ResumeResult;
import hapi.hub.session.SessionResumption;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Starting a session again, from its chat or out of the archive. The answer may name another
/// session, which the page follows. Source: protocol/rest.md "Lifecycle".
@RestController
class ResumeController {
    private static final Origin ORIGIN = new Origin.Rest();

    private final SessionResumption resumption;
    private final SessionScopes scopes;

    ResumeController(SessionResumption resumption, SessionScopes scopes) {
        this.resumption = resumption;
        this.scopes = scopes;
    }

    @PostMapping("/api/sessions/{id}/resume")
    ObjectNode resume(Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.session(namespace, id);
        String mode = permissionMode(RequestBodies.optional(request));
        if (mode != null) {
            scopes.checkPermissionMode(key, mode);
        }
        ResumeResult.Running running = running(resumption.resume(key, mode, ORIGIN), 409);
        return Json.object().put("type", "success").put("sessionId", running.key().id().value());
    }

    @PostMapping("/api/sessions/{id}/reopen")
    ObjectNode reopen(Namespace namespace, @PathVariable String id) {
        SessionKey key = scopes.session(namespace, id);
        ResumeResult.Running running = running(resumption.reopen(key, ORIGIN), 422);
        return Json.object()
                .put("ok", true)
                .put("sessionId", running.key().id().value())
                .put("resumed", running.started());
    }

    private static @Nullable String permissionMode(JsonNode body) {
        JsonNode mode = body.path("permissionMode");
        if (mode.isMissingNode()) {
            return null;
        }
        if (!mode.isString()) {
            throw ApiException.invalidBody();
        }
        return mode.stringValue();
    }

    private static ResumeResult.Running running(ResumeResult result, int unavailableStatus) {
        return switch (result) {
            case ResumeResult.Running running -> running;
            case ResumeResult.Unavailable(List<String> missing) ->
                    throw unavailable(unavailableStatus, missing);
            case ResumeResult.NoMachine _ ->
                    throw ApiException.of(503, "No machine online", "no_machine_online");
            case ResumeResult.Failed(String message) ->
                    throw ApiException.of(500, message, "resume_failed");
            case ResumeResult.Gone _ -> throw SessionScopes.sessionNotFound();
        };
    }

    static ApiException unavailable(int status, List<String> missing) {
        String error =
                missing.contains("path")
                        ? "Session metadata missing path"
                        : "Resume session ID unavailable. Start a new session in this directory,"
                                + " or retry after the agent has initialized.";
        ObjectNode body = Json.object().put("error", error).put("code", "resume_unavailable");
        if (status == 422) {
            ArrayNode list = body.putArray("missing");
            missing.forEach(list::add);
        }
        return new ApiException(status, body);
    }
}
