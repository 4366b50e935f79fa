package hapi.hub.api;

import hapi.hub.events.Origin;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ArchiveResult;
import hapi.hub.session.Pin;
import hapi.hub.session.SessionService;
import hapi.protocol.json.Json;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.SessionCalls.AbortParams;
import hapi.protocol.rpc.SessionCalls.SwitchParams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sessions of the caller's namespace: list, detail, and what steers one.
@RestController
class SessionsController {
    private static final Origin ORIGIN = new Origin.Rest();
    private static final int MAX_LIST = 500;
    private static final int MAX_NAME = 255;

    /// Below this the container does not compress either.
    private static final int MIN_GZIP = 1024;

    // The published hub sends this text whoever asked.
    private static final AbortParams ABORT = new AbortParams("User aborted via Telegram Bot");

    private final SessionService sessions;
    private final RpcGateway rpc;
    private final SessionScopes scopes;
    private final SessionLists lists;

    SessionsController(
            SessionService sessions, RpcGateway rpc, SessionScopes scopes, SessionLists lists) {
        this.sessions = sessions;
        this.rpc = rpc;
        this.scopes = scopes;
        this.lists = lists;
    }

    @GetMapping("/api/sessions")
    void list(
            Namespace namespace,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String order,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        List<SessionSummary> all = sessions.summaries(namespace);
        if ("updatedAt".equals(order)) {
            all =
                    all.stream()
                            .sorted(Comparator.comparingLong(SessionSummary::updatedAt).reversed())
                            .toList();
        }
        int atMost = listLimit(limit);
        List<SessionSummary> listed = all.size() <= atMost ? all : all.subList(0, atMost);
        write(lists.of(namespace, listed), request, response);
    }

    private static void write(
            SessionLists.Body body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        if (body.length() >= MIN_GZIP
                && EventsController.takesGzip(request.getHeader("Accept-Encoding"))) {
            byte[] gzip = body.gzip();
            response.setHeader("Content-Encoding", "gzip");
            response.addHeader("Vary", "Accept-Encoding");
            response.setContentLength(gzip.length);
            response.getOutputStream().write(gzip);
        } else {
            response.setContentLength(body.length());
            body.write(response.getOutputStream());
        }
    }

    /// A limit that is not a number means no limit.
    private static int listLimit(@Nullable String text) {
        try {
            return text == null
                    ? Integer.MAX_VALUE
                    : (int) Math.clamp(Math.floor(Double.parseDouble(text)), 1, MAX_LIST);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    @GetMapping("/api/sessions/{id}")
    Map<String, Session> detail(Namespace namespace, @PathVariable String id) {
        SessionKey key = scopes.session(namespace, id);
        return Map.of("session", sessions.find(key).orElseThrow(SessionScopes::sessionNotFound));
    }

    @PostMapping("/api/sessions/{id}/abort")
    ObjectNode abort(Namespace namespace, @PathVariable String id) {
        return steer(scopes.activeSession(namespace, id), RpcMethods.ABORT, ABORT);
    }

    @PostMapping("/api/sessions/{id}/switch")
    ObjectNode switchToRemote(Namespace namespace, @PathVariable String id) {
        return steer(
                scopes.activeSession(namespace, id), RpcMethods.SWITCH, new SwitchParams("remote"));
    }

    private <P, R> ObjectNode steer(SessionKey key, RpcMethod<P, R> method, P params) {
        RpcResult<R> result = rpc.call(key, method, params);
        if (result instanceof RpcResult.Ok<R>) {
            return ok();
        }
        throw ApiException.internal(result.failure());
    }

    @PostMapping("/api/sessions/{id}/archive")
    ObjectNode archive(Namespace namespace, @PathVariable String id) {
        SessionKey key = scopes.session(namespace, id);
        return switch (sessions.archive(key, ORIGIN)) {
            case ArchiveResult.Archived archived ->
                    archived.already() ? ok().put("alreadyArchived", true) : ok();
            case ArchiveResult.Inactive inactive ->
                    throw ApiException.of(409, "Session is inactive");
            case ArchiveResult.Failed failed -> throw ApiException.internal(failed.message());
            case ArchiveResult.Gone gone -> throw SessionScopes.sessionNotFound();
        };
    }

    @PatchMapping("/api/sessions/{id}")
    ObjectNode rename(Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.session(namespace, id);
        JsonNode name = RequestBodies.read(request).path("name");
        if (!name.isString() || name.asString().isEmpty() || name.asString().length() > MAX_NAME) {
            throw ApiException.of(400, "Invalid body: name is required");
        }
        if (!sessions.rename(key, name.asString(), ORIGIN)) {
            throw SessionScopes.sessionNotFound();
        }
        return ok();
    }

    @PatchMapping("/api/sessions/{id}/summary")
    ObjectNode summary(Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.session(namespace, id);
        String text = RequestBodies.read(request).path("text").asString("").strip();
        if (text.isEmpty() || text.length() > MAX_NAME) {
            throw ApiException.of(400, "Invalid body: text is required");
        }
        if (!sessions.setSummary(key, text, ORIGIN)) {
            throw SessionScopes.sessionNotFound();
        }
        return ok();
    }

    @PutMapping("/api/sessions/{id}/pin")
    ObjectNode pin(Namespace namespace, @PathVariable String id, HttpServletRequest request) {
        SessionKey key = scopes.session(namespace, id);
        Pin pin =
                switch (RequestBodies.read(request).path("mode").asString("")) {
                    case "none" -> Pin.NONE;
                    case "project" -> Pin.PROJECT;
                    case "global" -> Pin.GLOBAL;
                    default ->
                            throw ApiException.of(
                                    400, "Invalid body: mode must be none, project, or global");
                };
        if (!sessions.pin(key, pin, ORIGIN)) {
            throw SessionScopes.sessionNotFound();
        }
        return ok();
    }

    @DeleteMapping("/api/sessions/{id}")
    ObjectNode delete(Namespace namespace, @PathVariable String id) {
        return switch (sessions.delete(scopes.session(namespace, id), ORIGIN)) {
            case DELETED -> ok();
            case STILL_ACTIVE ->
                    throw ApiException.of(409, "Cannot delete active session. Archive it first.");
            case GONE -> throw SessionScopes.sessionNotFound();
        };
    }

    private static ObjectNode ok() {
        return Json.object().put("ok", true);
    }
}
