package hapi.hub.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Counts and times every request by method, kind and status; and one DEBUG line each when it has
/// ended: method, path, query without its tokens, status, milliseconds, address.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class RequestLogFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(RequestLogFilter.class);

    /// Whatever is called somehow like a secret.
    private static final Pattern SECRET = Pattern.compile("(?i)token|auth|secret|jwt");

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final MeterRegistry registry;

    RequestLogFilter(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            long nanos = System.nanoTime() - start;
            Timer.builder("hapi.requests")
                    .tag("method", METHODS.contains(request.getMethod()) ? request.getMethod() : "")
                    .tag("kind", kind(request.getRequestURI()))
                    .tag("status", String.valueOf(response.getStatus()))
                    .register(registry)
                    .record(nanos, TimeUnit.NANOSECONDS);
            log.debug(
                    "{} {}{} status={} ms={} address={}",
                    request.getMethod(),
                    request.getRequestURI(),
                    masked(request.getQueryString()),
                    response.getStatus(),
                    nanos / 1_000_000,
                    request.getRemoteAddr());
        }
    }

    /// Few enough for a label, and nothing that a client could make up.
    private static String kind(String path) {
        for (String kind : List.of("api/events", "api", "cli", "socket.io", "VAADIN", "health")) {
            if (path.equals("/" + kind) || path.startsWith("/" + kind + "/")) {
                return kind;
            }
        }
        return "page";
    }

    /// Names count as the hub reads them, so without their percent signs.
    static String masked(@Nullable String query) {
        StringBuilder shown = new StringBuilder();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            boolean isSecret = equals >= 0 && SECRET.matcher(UrlEncoded.decode(name)).find();
            shown.append(shown.isEmpty() ? '?' : '&').append(isSecret ? name + "=***" : pair);
        }
        return shown.toString();
    }
}
