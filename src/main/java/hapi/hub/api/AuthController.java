package hapi.hub.api;

import hapi.hub.auth.SignInGate;
import hapi.hub.auth.TelegramPerson;
import hapi.hub.auth.TelegramSignIn;
import hapi.hub.auth.WebTokens;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Exchanges an access token, or what Telegram says of a person who is bound, for a JWT; binds
/// people of Telegram. Source: protocol/auth.md sections 2 and 5.
@RestController
class AuthController {
    private final SignInGate gate;
    private final WebTokens webTokens;
    private final TelegramSignIn telegram;

    AuthController(SignInGate gate, WebTokens webTokens, TelegramSignIn telegram) {
        this.gate = gate;
        this.webTokens = webTokens;
        this.telegram = telegram;
    }

    @PostMapping("/api/auth")
    JsonNode signIn(HttpServletRequest request, HttpServletResponse response) {
        JsonNode body = RequestBodies.read(request);
        if (body.path("initData").isString()) {
            return answer(telegram.signIn(body.path("initData").asString()));
        }
        if (!body.path("accessToken").isString()) {
            throw ApiException.invalidBody();
        }
        return answer(admit(body, request, response), null, "Web User", null);
    }

    /// The access token is looked at first: who has none learns nothing about the bot.
    @PostMapping("/api/bind")
    JsonNode bind(HttpServletRequest request, HttpServletResponse response) {
        JsonNode body = RequestBodies.read(request);
        if (!body.path("initData").isString() || !body.path("accessToken").isString()) {
            throw ApiException.invalidBody();
        }
        Namespace namespace = admit(body, request, response);
        return answer(telegram.bind(body.path("initData").asString(), namespace));
    }

    private JsonNode answer(TelegramSignIn.Outcome outcome) {
        return switch (outcome) {
            case TelegramSignIn.Outcome.Admitted(Namespace namespace, TelegramPerson person) ->
                    answer(namespace, person.username(), person.firstName(), person.lastName());
            case TelegramSignIn.Outcome.Refused(String reason) ->
                    throw ApiException.of(401, reason);
            case TelegramSignIn.Outcome.NotBound _ -> throw ApiException.of(401, "not_bound");
            case TelegramSignIn.Outcome.BoundElsewhere _ ->
                    throw ApiException.of(409, "already_bound");
            case TelegramSignIn.Outcome.Off _ ->
                    throw ApiException.of(
                            503,
                            "Telegram authentication is disabled. Configure TELEGRAM_BOT_TOKEN.");
        };
    }

    /// The id is the hub's owner for everybody, so that no client can tell people apart by it.
    private JsonNode answer(
            Namespace namespace,
            @Nullable String username,
            @Nullable String firstName,
            @Nullable String lastName) {
        ObjectNode answer = Json.object().put("token", webTokens.issue(namespace));
        ObjectNode user = answer.putObject("user").put("id", webTokens.ownerId());
        put(user, "username", username);
        put(user, "firstName", firstName);
        put(user, "lastName", lastName);
        return answer;
    }

    private static void put(ObjectNode user, String name, @Nullable String value) {
        if (value != null) {
            user.put(name, value);
        }
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
