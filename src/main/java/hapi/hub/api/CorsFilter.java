package hapi.hub.api;

import hapi.hub.config.HubSettings;
import hapi.hub.config.Origins;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets pages of allowed origins read `/health`, `/api/*` and `/cli/*`. Not a guard: the bearer
/// token is. Preflight is answered 204 for everybody, as the published hub does.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class CorsFilter extends OncePerRequestFilter {
    private final Origins origins;
    private final boolean any;

    CorsFilter(HubSettings settings, Origins origins) {
        this.origins = origins;
        this.any = settings.corsOrigins().contains("*");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.equals("/health") && !path.startsWith("/api/") && !path.startsWith("/cli/");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.addHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin != null && origins.allows(origin)) {
            response.setHeader("Access-Control-Allow-Origin", any ? "*" : origin);
        }
        if (request.getMethod().equals("OPTIONS")) {
            response.setHeader("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,OPTIONS");
            response.setHeader(
                    "Access-Control-Allow-Headers", "authorization,content-type,last-event-id");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        chain.doFilter(request, response);
    }
}
