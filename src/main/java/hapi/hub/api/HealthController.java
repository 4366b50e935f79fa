package hapi.hub.api;

import hapi.hub.config.Readiness;
import hapi.protocol.home.HubProof;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Says that the hub answers (503 when its store or lane has not for half a minute), and what it
/// can do beyond the core: `messageAck` means that a `message` or `messages-consumed` emitted with
/// an acknowledgement id is answered after commit. Who sends a `nonce` gets a `proof` that this is
/// the hub of its home.
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
    private final HubProof proof;

    HealthController(Readiness readiness, HubProof proof) {
        this.readiness = readiness;
        this.proof = proof;
    }

    @GetMapping("/health")
    Map<String, Object> health(
            @RequestParam(defaultValue = "") String nonce, HttpServletResponse response) {
        Map<String, Object> answer = new HashMap<>(HEALTH);
        proof.answer(nonce).ifPresent(text -> answer.put("proof", text));
        if (!readiness.isReady()) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            answer.put("status", "unavailable");
        }
        return answer;
    }
}
