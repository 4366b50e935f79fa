package hapi.hub.api;

import hapi.hub.auth.AccessTokens;
import hapi.hub.auth.WebTokens;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    private final AccessTokens accessTokens;
    private final WebTokens webTokens;

    BearerFilter(AccessTokens accessTokens, WebTokens webTokens) {
        this.accessTokens = accessTokens;
        this.webTokens = webTokens;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        String refusal = null;
        if (path.startsWith("/cli/")) {
            response.setHeader(PROTOCOL_VERSION_HEADER, "1");
            refusal = checkAccessToken(request);
        } else if (path.startsWith("/api/") && !isOpen(path)) {
            refusal = checkJwt(request, path);
        }
        if (refusal == null) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setContentType("application/json");
        response.getOutputStream()
                .write(
                        Json.object()
                                .put("error", refusal)
                                .toString()
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isOpen(String path) {
        return path.equals("/api/auth") || path.equals("/api/bind");
    }

    private @Nullable String checkAccessToken(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return "Missing Authorization header";
        }
        String[] parts = header.strip().split("\\s+", 2);
        if (parts.length < 2 || !parts[0].toLowerCase(Locale.ROOT).equals("bearer")) {
            return "Invalid Authorization header";
        }
        Optional<Namespace> namespace = accessTokens.verify(parts[1]);
        namespace.ifPresent(found -> Callers.mark(request, found));
        return namespace.isPresent() ? null : "Invalid token";
    }

    private @Nullable String checkJwt(HttpServletRequest request, String path) {
        String header = request.getHeader("Authorization");
        String token = null;
        if (header != null && header.startsWith(JWT_SCHEME)) {
            token = header.substring(JWT_SCHEME.length());
        } else if (path.equals("/api/events")) {
            // EventSource cannot set headers.
            token = request.getParameter("token");
        }
        if (token == null || token.isBlank()) {
            return "Missing authorization token";
        }
        return switch (webTokens.verify(token)) {
            case WebTokens.Verdict.Valid valid -> {
                Callers.mark(request, valid.namespace());
                yield null;
            }
            case WebTokens.Verdict.Invalid invalid -> "Invalid token";
            case WebTokens.Verdict.WrongPayload wrong -> "Invalid token payload";
        };
    }
}
