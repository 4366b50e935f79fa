package hapi.conformance;

import hapi.protocol.json.Json;
import java.util.List;
import java.util.Map;

/// The order of refusals, for every route below a session or a machine: unknown, of another
/// namespace, inactive.
final class GuardScenario implements Scenario {
    private static final List<String> SESSION_ROUTES =
            List.of(
                    "GET ",
                    "POST /resume",
                    "POST /reopen",
                    "POST /abort",
                    "POST /archive",
                    "POST /switch",
                    "PATCH ",
                    "PUT /pin",
                    "DELETE ",
                    "POST /permission-mode",
                    "POST /model",
                    "POST /effort",
                    "POST /model-reasoning-effort",
                    "POST /service-tier",
                    "POST /collaboration-mode",
                    "GET /messages",
                    "POST /messages",
                    "DELETE /messages/none",
                    "POST /messages/queued-state",
                    "POST /messages/none/steer",
                    "POST /messages/none/retry",
                    "POST /permissions/none/approve",
                    "POST /permissions/none/deny",
                    "GET /git-status",
                    "GET /git-diff-numstat",
                    "GET /git-diff-file",
                    "GET /file",
                    "GET /directory",
                    "GET /files",
                    "GET /slash-commands",
                    "GET /skills",
                    "POST /upload",
                    "POST /upload/delete",
                    "GET /scratchlist");

    private static final List<String> MACHINE_ROUTES =
            List.of(
                    "POST /spawn",
                    "POST /paths/exists",
                    "GET /agent-availability",
                    "POST /list-directory",
                    "PATCH ");

    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        String session = cast.session("session", "claude");
        wire.cli("create machine", "POST", "/cli/machines", Bodies.machine("guarded-machine"));
        Map<String, String> foreign = Map.of("Authorization", "Bearer " + wire.foreignJwt());

        for (String route : SESSION_ROUTES) {
            String method = route.substring(0, route.indexOf(' '));
            String tail = route.substring(route.indexOf(' ') + 1);
            String body = method.equals("GET") ? null : "{}";
            wire.call(
                    "unknown " + route,
                    method,
                    "/api/sessions/none" + tail,
                    body == null ? null : Json.object());
            wire.raw("foreign " + route, method, "/api/sessions/" + session + tail, body, foreign);
        }
        for (String route : SESSION_ROUTES) {
            String tail = route.substring(route.indexOf(' ') + 1);
            boolean wantsActive =
                    route.startsWith("POST")
                            && !List.of("/resume", "/reopen", "/archive").contains(tail);
            if (wantsActive) {
                wire.post("inactive " + route, "/api/sessions/" + session + tail, Json.object());
            }
        }
        for (String route : MACHINE_ROUTES) {
            String method = route.substring(0, route.indexOf(' '));
            String tail = route.substring(route.indexOf(' ') + 1);
            String body = method.equals("GET") ? null : "{}";
            wire.call(
                    "unknown machine " + route,
                    method,
                    "/api/machines/none" + tail,
                    body == null ? null : Json.object());
            wire.raw(
                    "foreign machine " + route,
                    method,
                    "/api/machines/guarded-machine" + tail,
                    body,
                    foreign);
        }
        wire.raw("foreign list", "GET", "/api/sessions", null, foreign);
        wire.raw("foreign stream", "GET", "/api/events?sessionId=" + session, null, foreign);
        wire.get("unknown stream", "/api/events?sessionId=none");
        wire.get("unknown machine stream", "/api/events?machineId=none");
    }
}
