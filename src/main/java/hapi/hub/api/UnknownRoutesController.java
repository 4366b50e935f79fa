package hapi.hub.api;

import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers what no other route of the facade takes, so that neither the page nor the container
/// does. Clients take it as "this hub does not have that".
@RestController
class UnknownRoutesController {
    @RequestMapping({"/api/**", "/cli/**"})
    ResponseEntity<byte[]> unknown() {
        return ResponseEntity.status(404)
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .body("404 Not Found".getBytes(StandardCharsets.UTF_8));
    }
}
