package hapi.hub.api;

import hapi.hub.config.HubSettings;
import hapi.hub.listener.AddressCap;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// How many requests of one address may be under way at once without a token: each holds a thread
/// and a connection for as long as its sender likes to send or to read. Beyond them 429. Sockets
/// count for themselves.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 32)
class UnadmittedFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(UnadmittedFilter.class);

    private final AddressCap open;

    UnadmittedFilter(HubSettings settings) {
        this.open = new AddressCap(settings.limits().unadmitted());
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return Callers.isKnown(request) || request.getRequestURI().startsWith("/socket.io/");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = request.getRemoteAddr();
        if (!open.tryTake(address)) {
            log.debug("too many requests without a token address={}", address);
            response.setHeader("Retry-After", "1");
            Refusals.json(
                    response,
                    Refusals.TOO_MANY_REQUESTS,
                    "Too many open requests from this address",
                    "too_many_requests");
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            open.giveBack(address);
        }
    }
}
