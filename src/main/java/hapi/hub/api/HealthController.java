package hapi.hub.api;

import hapi.hub.config.Readiness;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Says that the hub answers (503 when its store or lane has not for half a minute), and what it
/// can do beyond the core: `messageAck` means that a `message` or `messages-consumed` emitted with
/// an acknowledgement id is answered after commit.
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

    private final Readiness readiness;

    HealthController(Readiness readiness) {
        this.readiness = readiness;
    }

    @GetMapping("/health")
    Map<String, Object> health(HttpServletResponse response) {
        if (readiness.isReady()) {
            return HEALTH;
        }
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        Map<String, Object> answer = new HashMap<>(HEALTH);
        answer.put("status", "unavailable");
        return answer;
    }
}
