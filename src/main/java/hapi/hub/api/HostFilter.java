package hapi.hub.api;

import hapi.hub.config.HostNames;
import hapi.hub.config.HubSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses paths that filters and routes could read differently (400), and browsers that reached us
/// under a name that is not ours (421), whatever they ask for. What sends neither cookie nor origin
/// is no browser in somebody's hands: a command line may use any name. Forwarded host names never
/// count.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 15)
class HostFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(HostFilter.class);
    private static final int SHOWN_CHARS = 100;
    private static final Pattern AMBIGUOUS =
            Pattern.compile("(?i);|//|\\\\|%(?:2e|2f|5c|3b|00)|/\\.{1,2}(?:/|$)");

    private final HostNames names;

    HostFilter(HubSettings settings) {
        this.names = new HostNames(settings);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (AMBIGUOUS.matcher(request.getRequestURI()).find()) {
            Refusals.json(
                    response, HttpServletResponse.SC_BAD_REQUEST, "Invalid path", "invalid_path");
            return;
        }
        boolean isBrowser =
                request.getHeader("Cookie") != null || request.getHeader("Origin") != null;
        String host = String.valueOf(request.getHeader("Host"));
        if (!isBrowser || names.allows(host)) {
            chain.doFilter(request, response);
            return;
        }
        String shown = host.substring(0, Math.min(host.length(), SHOWN_CHARS));
        log.info("refused host={}; if it is this hub's name, add it to HAPI_ALLOWED_HOSTS", shown);
        Refusals.json(
                response,
                Refusals.MISDIRECTED,
                "This hub is not known as %s. If that is its name, add it to HAPI_ALLOWED_HOSTS, or set HAPI_PUBLIC_URL, and start the hub again."
                        .formatted(shown),
                "host_not_allowed");
    }
}
