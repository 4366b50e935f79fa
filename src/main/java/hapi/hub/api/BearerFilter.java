package hapi.hub.api;

import hapi.hub.auth.SignInGate;
import hapi.hub.auth.SignInGate.Outcome;
import hapi.protocol.json.Json;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Checks who calls before any route is looked up: a JWT for `/api/*` (but not for sign-in), an
/// access token for `/cli/*`. Cookies never count here.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
class BearerFilter extends OncePerRequestFilter {
    private static final String JWT_SCHEME = "Bearer ";
    private static final String PROTOCOL_VERSION_HEADER = "X-Hapi-Protocol-Version";

    private final SignInGate gate;

    BearerFilter(SignInGate gate) {
        this.gate = gate;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        Outcome outcome = null;
        if (path.startsWith("/cli/")) {
            response.setHeader(PROTOCOL_VERSION_HEADER, "1");
            outcome = checkAccessToken(request);
        } else if (path.startsWith("/api/") && !isOpen(path)) {
            outcome = checkJwt(request, path);
        }
        switch (outcome) {
            case null -> chain.doFilter(request, response);
            case Outcome.Admitted admitted -> {
                Callers.mark(request, admitted.grant());
                chain.doFilter(request, response);
            }
            case Outcome.Refused refused ->
                    Refusals.json(
                            response,
                            HttpServletResponse.SC_UNAUTHORIZED,
                            Json.object().put("error", refused.reason()));
            case Outcome.Throttled throttled -> Refusals.throttled(response, throttled);
        }
    }

    private static boolean isOpen(String path) {
        return path.equals("/api/auth") || path.equals("/api/bind");
    }

    private Outcome checkAccessToken(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return new Outcome.Refused("Missing Authorization header");
        }
        String[] parts = header.strip().split("\\s+", 2);
        if (parts.length < 2 || !parts[0].toLowerCase(Locale.ROOT).equals("bearer")) {
            return new Outcome.Refused("Invalid Authorization header");
        }
        return gate.accessToken(parts[1], request.getRemoteAddr());
    }

    private Outcome checkJwt(HttpServletRequest request, String path) {
        String header = request.getHeader("Authorization");
        String token = null;
        if (header != null && header.startsWith(JWT_SCHEME)) {
            token = header.substring(JWT_SCHEME.length());
        } else if (path.equals("/api/events") && request.getMethod().equals("GET")) {
            // EventSource cannot set headers.
            token = request.getParameter("token");
        }
        if (token == null || token.isBlank()) {
            return new Outcome.Refused("Missing authorization token");
        }
        return gate.webToken(token, request.getRemoteAddr());
    }
}
