package hapi.hub.api;

import hapi.hub.notify.PushSubscription;
import hapi.hub.notify.PushSubscriptions;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A browser that wants to be woken, or no longer. Source: protocol/rest.md section 9.
@RestController
class PushController {
    private final PushSubscriptions subscriptions;

    PushController(PushSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @GetMapping("/api/push/vapid-public-key")
    ObjectNode publicKey() {
        return Json.object().put("publicKey", subscriptions.publicKey());
    }

    @PostMapping("/api/push/subscribe")
    ObjectNode subscribe(Namespace namespace, HttpServletRequest request) {
        JsonNode body = RequestBodies.read(request);
        subscriptions.subscribe(namespace, subscription(body));
        return Json.object().put("ok", true);
    }

    private static PushSubscription subscription(JsonNode body) {
        try {
            return new PushSubscription(
                    body.path("endpoint").asString(""),
                    body.path("keys").path("p256dh").asString(""),
                    body.path("keys").path("auth").asString(""));
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidBody();
        }
    }

    @DeleteMapping("/api/push/subscribe")
    ObjectNode unsubscribe(Namespace namespace, HttpServletRequest request) {
        String endpoint = RequestBodies.read(request).path("endpoint").asString("");
        if (endpoint.isEmpty()) {
            throw ApiException.invalidBody();
        }
        subscriptions.unsubscribe(namespace, endpoint);
        return Json.object().put("ok", true);
    }
}
