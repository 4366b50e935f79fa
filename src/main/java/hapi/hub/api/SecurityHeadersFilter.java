package hapi.hub.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Headers that every answer carries: no sniffing, no framing, no referrer for others (links carry
/// tokens), no caching of what a session said.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class SecurityHeadersFilter extends OncePerRequestFilter {
    /// For what is no page: a browser that shows it alone runs and loads nothing. Pages bring their
    /// own policy.
    private static final String CLOSED =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Content-Security-Policy", CLOSED);
        String path = request.getRequestURI();
        // With "no-referrer" the page's forms would come with the origin "null".
        response.setHeader(
                "Referrer-Policy", BearerRoutes.contains(path) ? "no-referrer" : "same-origin");
        if (path.startsWith("/api/") || path.startsWith("/cli/")) {
            response.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, response);
    }
}
