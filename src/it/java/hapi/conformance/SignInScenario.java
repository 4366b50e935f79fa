package hapi.conformance;

import hapi.protocol.json.Json;
import java.util.List;
import java.util.Map;

/// Health, sign-in, the two kinds of bearer, CORS. Few wrong tokens: ours counts them.
final class SignInScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        wire.raw("health", "GET", "/health", null, Map.of());
        int number = 1;
        for (String body : List.of("{}", "{", "[]", "null", "{\"accessToken\":3}", "\"x\"")) {
            wire.raw("sign-in body " + number++, "POST", "/api/auth", body, Map.of());
        }
        String token = wire.accessToken();
        signIn(wire, "sign-in", Json.object().put("accessToken", token).toString());
        signIn(
                wire,
                "sign-in padded",
                Json.object().put("accessToken", " " + token + " ").toString());
        signIn(wire, "sign-in wrong", "{\"accessToken\":\"wrong\"}");
        signIn(wire, "sign-in empty", "{\"accessToken\":\"\"}");
        signIn(wire, "sign-in telegram off", "{\"initData\":\"x=1\"}");
        signIn(wire, "sign-in both", "{\"initData\":\"x=1\",\"accessToken\":\"y\"}");
        wire.raw("bind no body", "POST", "/api/bind", "{}", Map.of());
        wire.raw("bind half a body", "POST", "/api/bind", "{\"initData\":\"x\"}", Map.of());
        wire.raw(
                "bind telegram off",
                "POST",
                "/api/bind",
                Json.object().put("initData", "x").put("accessToken", token).toString(),
                Map.of());

        String jwt = wire.jwt();
        wire.raw("no bearer", "GET", "/api/sessions", null, Map.of());
        wire.raw("lower case bearer", "GET", "/api/sessions", null, auth("bearer " + jwt));
        wire.raw("query token elsewhere", "GET", "/api/sessions?token=" + jwt, null, Map.of());
        wire.raw("not a JWT", "GET", "/api/sessions", null, auth("Bearer x.y.z"));
        wire.raw("access token as JWT", "GET", "/api/sessions", null, auth("Bearer " + token));
        wire.raw("stream without token", "GET", "/api/events?all=true", null, Map.of());
        wire.raw("unknown route without token", "GET", "/api/nothing", null, Map.of());
        wire.get("unknown route", "/api/nothing");
        wire.post("unknown route posted", "/api/sessions/x/nothing", Json.object());

        wire.raw("cli no bearer", "GET", "/cli/sessions/x", null, Map.of());
        wire.raw("cli not bearer", "GET", "/cli/sessions/x", null, auth("Basic abc"));
        wire.raw("cli wrong token", "GET", "/cli/sessions/x", null, auth("Bearer wrong"));
        wire.raw("cli lower case", "GET", "/cli/sessions/x", null, auth("bearer  " + token));

        Map<String, String> own = Map.of("Origin", wire.url().toString());
        Map<String, String> foreign = Map.of("Origin", "https://evil.example");
        wire.raw("preflight own", "OPTIONS", "/api/sessions", null, own);
        wire.raw("preflight foreign", "OPTIONS", "/api/sessions", null, foreign);
        wire.raw("preflight cli", "OPTIONS", "/cli/sessions", null, own);
        wire.raw("preflight health", "OPTIONS", "/health", null, own);
        wire.raw("refusal own origin", "GET", "/api/sessions", null, own);
        wire.raw("refusal foreign origin", "GET", "/api/sessions", null, foreign);

        wire.peer("no token", Map.of());
        wire.peer("wrong token", Map.of("token", "wrong"));
        wire.peer("terminal no token", "/terminal", Map.of());
        wire.peer("terminal access token", "/terminal", Map.of("token", token));
        wire.peer("no namespace", "/nope", Map.of("token", token));
    }

    private static void signIn(Wire wire, String name, String body) {
        wire.raw(name, "POST", "/api/auth", body, Map.of());
    }

    private static Map<String, String> auth(String header) {
        return Map.of("Authorization", header);
    }
}
