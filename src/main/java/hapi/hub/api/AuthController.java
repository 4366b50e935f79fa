package hapi.hub.api;

import hapi.hub.auth.AccessTokens;
import hapi.hub.auth.SignInLimiter;
import hapi.hub.auth.WebTokens;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Exchanges an access token for a JWT.
@RestController
class AuthController {
    private final AccessTokens accessTokens;
    private final WebTokens webTokens;
    private final SignInLimiter limiter;

    AuthController(AccessTokens accessTokens, WebTokens webTokens, SignInLimiter limiter) {
        this.accessTokens = accessTokens;
        this.webTokens = webTokens;
        this.limiter = limiter;
    }

    @PostMapping("/api/auth")
    JsonNode signIn(HttpServletRequest request, HttpServletResponse response) {
        JsonNode body = RequestBodies.read(request, RequestBodies.MAX_BYTES_BEFORE_SIGN_IN);
        if (body.path("initData").isString()) {
            throw ApiException.of(
                    503, "Telegram authentication is disabled. Configure TELEGRAM_BOT_TOKEN.");
        }
        if (!body.path("accessToken").isString()) {
            throw ApiException.invalidBody();
        }
        String address = request.getRemoteAddr();
        Optional<Duration> wait = limiter.waitFor(address);
        if (wait.isPresent()) {
            response.setHeader("Retry-After", String.valueOf(wait.get().toSeconds() + 1));
            throw ApiException.of(
                    429, "Too many wrong tokens from this address", "too_many_attempts");
        }
        Optional<Namespace> namespace = accessTokens.verify(body.path("accessToken").asString());
        if (namespace.isEmpty()) {
            limiter.failed(address);
            throw ApiException.of(401, "Invalid access token");
        }
        var answer = Json.object().put("token", webTokens.issue(namespace.get()));
        answer.putObject("user").put("id", webTokens.ownerId()).put("firstName", "Web User");
        return answer;
    }
}
