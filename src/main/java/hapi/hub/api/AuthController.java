package hapi.hub.api;

import hapi.hub.auth.SignInGate;
import hapi.hub.auth.WebTokens;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Exchanges an access token for a JWT. Telegram accounts are refused.
@RestController
class AuthController {
    private final SignInGate gate;
    private final WebTokens webTokens;

    AuthController(SignInGate gate, WebTokens webTokens) {
        this.gate = gate;
        this.webTokens = webTokens;
    }

    @PostMapping("/api/auth")
    JsonNode signIn(HttpServletRequest request, HttpServletResponse response) {
        JsonNode body = RequestBodies.read(request);
        if (body.path("initData").isString()) {
            throw telegramDisabled();
        }
        if (!body.path("accessToken").isString()) {
            throw ApiException.invalidBody();
        }
        Namespace namespace = admit(body, request, response);
        var answer = Json.object().put("token", webTokens.issue(namespace));
        answer.putObject("user").put("id", webTokens.ownerId()).put("firstName", "Web User");
        return answer;
    }

    /// Telegram's sign-in, which this hub does not have: refused as a hub without a bot refuses it.
    @PostMapping("/api/bind")
    JsonNode bind(HttpServletRequest request, HttpServletResponse response) {
        JsonNode body = RequestBodies.read(request);
        if (!body.path("initData").isString() || !body.path("accessToken").isString()) {
            throw ApiException.invalidBody();
        }
        admit(body, request, response);
        throw telegramDisabled();
    }

    private static ApiException telegramDisabled() {
        return ApiException.of(
                503, "Telegram authentication is disabled. Configure TELEGRAM_BOT_TOKEN.");
    }

    private Namespace admit(
            JsonNode body, HttpServletRequest request, HttpServletResponse response) {
        return switch (gate.accessToken(
                body.path("accessToken").asString(), request.getRemoteAddr())) {
            case SignInGate.Outcome.Admitted admitted -> admitted.grant().namespace();
            case SignInGate.Outcome.Refused _ -> throw ApiException.of(401, "Invalid access token");
            case SignInGate.Outcome.Throttled throttled -> {
                response.setHeader("Retry-After", String.valueOf(throttled.seconds()));
                throw ApiException.of(
                        429, "Too many wrong tokens from this address", "too_many_attempts");
            }
        };
    }
}
