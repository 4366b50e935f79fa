package hapi.hub.api;

import hapi.hub.config.HubSettings;
import hapi.hub.config.Origins;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// What the page's cookie authenticates (sign-in and sign-out forms, the page's calls, its
/// heartbeat, its push connection) is taken from our own pages only: the origin must be there and
/// be ours, else 403. Bearer routes do not look at cookies and are not concerned.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 25)
class PageOriginFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(PageOriginFilter.class);
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Origins own;

    PageOriginFilter(HubSettings settings) {
        this.own = new Origins(List.of(), settings.publicUrl(), settings.listenPort());
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return BearerRoutes.contains(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean changes =
                !SAFE.contains(request.getMethod())
                        || "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        if (!changes || isOwn(request.getHeader("Origin"), request.getHeader("Host"))) {
            chain.doFilter(request, response);
            return;
        }
        log.info("refused a call of the page from another origin: {}", request.getMethod());
        Refusals.json(
                response,
                HttpServletResponse.SC_FORBIDDEN,
                "Not from a page of this hub",
                "foreign_origin");
    }

    /// The host was checked by [HostFilter], since there is an origin.
    private boolean isOwn(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return false;
        }
        Optional<String> parsed = Origins.ofUrl(origin);
        if (parsed.isEmpty() || host == null) {
            return false;
        }
        // A proxy may speak TLS for us, so the scheme is not compared.
        return own.allows(parsed.get())
                || parsed.equals(Origins.ofUrl("http://" + host))
                || parsed.equals(Origins.ofUrl("https://" + host));
    }
}
