package hapi.hub.api;

import hapi.hub.config.Readiness;
import hapi.protocol.home.HubProof;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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

    private final List<Readiness> parts;
    private final HubProof proof;

    HealthController(List<Readiness> parts, HubProof proof) {
        this.parts = List.copyOf(parts);
        this.proof = proof;
    }

    @GetMapping("/health")
    ResponseEntity<Map<String, Object>> health(@RequestParam(defaultValue = "") String nonce) {
        boolean isReady = parts.stream().allMatch(Readiness::isReady);
        Map<String, Object> answer = new HashMap<>(HEALTH);
        proof.answer(nonce).ifPresent(text -> answer.put("proof", text));
        if (!isReady) {
            answer.put("status", "unavailable");
        }
        return ResponseEntity.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(answer);
    }
}
