package hapi.hub.api;

import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.databind.node.ObjectNode;

/// Turns refusals into answers, and what nobody expected into one log entry and a plain 500. A
/// client that accepts `application/problem+json` gets RFC 9457 with the same code.
@RestControllerAdvice(basePackageClasses = ErrorAdvice.class)
class ErrorAdvice {
    private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);
    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    @ExceptionHandler
    ResponseEntity<byte[]> refused(ApiException e, HttpServletRequest request) {
        String accept = String.valueOf(request.getHeader("Accept"));
        if (!accept.contains(MediaType.APPLICATION_PROBLEM_JSON_VALUE)) {
            if (e.isInternal()) {
                log.warn(
                        "{} {} failed: {}",
                        request.getMethod(),
                        request.getRequestURI(),
                        e.getMessage());
                return plainFailure();
            }
            return answer(e.status(), MediaType.APPLICATION_JSON, e.body());
        }
        String code = e.body().path("code").asString(codeOf(e.body().path("error").asString("")));
        ObjectNode problem =
                Json.object()
                        .put("type", "about:blank#" + code.replace('_', '-'))
                        .put("title", e.body().path("error").asString(""))
                        .put("status", e.status())
                        .put("code", code)
                        .put("instance", request.getRequestURI());
        return answer(e.status(), MediaType.APPLICATION_PROBLEM_JSON, problem);
    }

    @ExceptionHandler({
        NoResourceFoundException.class,
        HttpRequestMethodNotSupportedException.class
    })
    ResponseEntity<byte[]> unknownRoute() {
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .contentType(TEXT)
                .body("404 Not Found".getBytes(StandardCharsets.UTF_8));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> badRequest(ErrorResponseException e) {
        return answer(
                e.getStatusCode().value(),
                MediaType.APPLICATION_JSON,
                Json.object().put("error", "Invalid request"));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unexpected(Exception e, HttpServletRequest request) {
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return plainFailure();
    }

    private static ResponseEntity<byte[]> plainFailure() {
        return ResponseEntity.status(HttpStatus.INTERNAL_SERVER_ERROR)
                .contentType(TEXT)
                .body("Internal Server Error".getBytes(StandardCharsets.UTF_8));
    }

    private static ResponseEntity<byte[]> answer(int status, MediaType type, ObjectNode body) {
        return ResponseEntity.status(status)
                .contentType(type)
                .body(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String codeOf(String error) {
        return error.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }
}
