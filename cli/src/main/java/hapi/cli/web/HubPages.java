package hapi.cli.web;

import hapi.cli.hub.HubAnswer;
import hapi.cli.hub.HubException;
import hapi.cli.hub.HubFailure;
import hapi.cli.hub.HubRest;
import hapi.protocol.content.Content;
import hapi.protocol.content.ContentReader;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The routes a page calls, signed in with the access token; once more when the sign-in ends. Works
/// with a published hub too. Calls block the caller's thread. For one thread.
public final class HubPages {
    private static final int PAGE = 200;
    private final HubRest rest;
    private Optional<String> jwt = Optional.empty();

    public HubPages(HubRest rest) {
        this.rest = rest;
    }

    /// One row of a chat.
    ///
    /// @param localId what its sender called it, or empty
    /// @param isWaiting a prompt the agent does not have yet
    public record Row(String id, String localId, long at, boolean isWaiting, Content content) {}

    /// All sessions, in the hub's order, with the names of their machines.
    public List<SessionRow> sessions() throws HubException {
        JsonNode list = ask("GET", "/api/sessions", null).path("sessions");
        Map<String, String> machines = machineNames();
        return list.valueStream().map(node -> SessionRow.read(node, machines)).toList();
    }

    private Map<String, String> machineNames() throws HubException {
        Map<String, String> names = new HashMap<>();
        for (JsonNode machine : ask("GET", "/api/machines", null).path("machines")) {
            JsonNode metadata = machine.path("metadata");
            String given = metadata.path("displayName").asString("");
            names.put(
                    machine.path("id").asString(""),
                    given.isEmpty() ? metadata.path("host").asString("") : given);
        }
        return names;
    }

    /// The open requests of a session with all of what is asked, oldest first.
    public List<OpenRequest> requests(String sessionId) throws HubException {
        JsonNode session = session(sessionId);
        return session.path("agentState")
                .path("requests")
                .propertyStream()
                .map(entry -> OpenRequest.read(sessionId, entry.getKey(), entry.getValue()))
                .sorted((a, b) -> Long.compare(a.since(), b.since()))
                .toList();
    }

    /// The session as `GET /api/sessions/:id` shows it.
    public JsonNode session(String sessionId) throws HubException {
        return ask("GET", path(sessionId, ""), null).path("session");
    }

    /// Sends a prompt. The same `localId` again sends it only once.
    public void send(String sessionId, String text, String localId) throws HubException {
        ask(
                "POST",
                path(sessionId, "/messages"),
                Json.object().put("text", text).put("localId", localId));
    }

    /// Starts a session that has ended again.
    ///
    /// @return its id from now on, which may be another one
    public String resume(String sessionId) throws HubException {
        return ask("POST", path(sessionId, "/resume"), Json.object())
                .path("sessionId")
                .asString(sessionId);
    }

    /// Allows a request, once or for the session.
    public void approve(OpenRequest request, boolean isForSession) throws HubException {
        ObjectNode body = Json.object();
        if (isForSession) {
            body.put("decision", "approved_for_session");
        }
        ask("POST", path(request, "/approve"), body);
    }

    /// Refuses a request. A published hub drops the reason.
    public void deny(OpenRequest request, @Nullable String reason) throws HubException {
        ObjectNode body = Json.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        ask("POST", path(request, "/deny"), body);
    }

    /// The newest rows of a chat, oldest of them first.
    public List<Row> newest(String sessionId) throws HubException {
        JsonNode answer = ask("GET", path(sessionId, "/messages?limit=" + PAGE), null);
        List<Row> rows = new ArrayList<>();
        for (JsonNode message : answer.path("messages")) {
            String localId = message.path("localId").asString("");
            boolean isWaiting = !localId.isEmpty() && message.path("invokedAt").isNull();
            rows.add(
                    new Row(
                            message.path("id").asString(""),
                            localId,
                            message.path("invokedAt").asLong(message.path("createdAt").asLong(0)),
                            isWaiting,
                            ContentReader.read(RawJson.of(message.path("content")))));
        }
        return rows;
    }

    private JsonNode ask(String method, String path, @Nullable ObjectNode body)
            throws HubException {
        boolean wasSignedIn = jwt.isPresent();
        if (!wasSignedIn) {
            signIn();
        }
        HubAnswer<JsonNode> answer = rest.web(method, path, body, jwt);
        if (wasSignedIn
                && answer instanceof HubAnswer.Failed<JsonNode>(HubFailure failure)
                && failure instanceof HubFailure.Unauthorized) {
            signIn();
            return rest.web(method, path, body, jwt).orThrow();
        }
        return answer.orThrow();
    }

    private void signIn() throws HubException {
        ObjectNode body = Json.object().put("accessToken", rest.access().token());
        JsonNode answer = rest.web("POST", "/api/auth", body, Optional.empty()).orThrow();
        jwt = Optional.of(answer.path("token").asString(""));
    }

    private static String path(String sessionId, String rest) {
        return "/api/sessions/" + encode(sessionId) + rest;
    }

    private static String path(OpenRequest request, String rest) {
        return path(request.sessionId(), "/permissions/" + encode(request.id()) + rest);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
