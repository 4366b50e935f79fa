package hapi.hub.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers in the container's place where it or the page's framework only names a status: in plain
/// words, never as a page, and without the reason.
@RestController
class ContainerErrorsController implements ErrorController {
    @RequestMapping("/error")
    ResponseEntity<byte[]> error(HttpServletRequest request, HttpServletResponse response) {
        HttpStatus status =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                        ? HttpStatus.resolve(code)
                        : HttpStatus.NOT_FOUND;
        HttpStatus said = status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
        // In place of what the answer was to have, not beside it.
        response.setHeader("Cache-Control", "no-store");
        return ResponseEntity.status(said)
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .body(
                        (said.value() + " " + said.getReasonPhrase())
                                .getBytes(StandardCharsets.UTF_8));
    }
}
