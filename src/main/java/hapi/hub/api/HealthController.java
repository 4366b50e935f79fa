package hapi.hub.api;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Says that the hub answers, and what it can do beyond the core: `messageAck` means that a
/// `message` or `messages-consumed` emitted with an acknowledgement id is answered after commit.
@RestController
class HealthController {
    private static final Map<String, Object> HEALTH =
            Map.of(
                    "status",
                    "ok",
                    "protocolVersion",
                    1,
                    "capabilities",
                    Map.of("workGraph", false, "titleSuggestion", false, "messageAck", true));

    @GetMapping("/health")
    Map<String, Object> health() {
        return HEALTH;
    }
}
