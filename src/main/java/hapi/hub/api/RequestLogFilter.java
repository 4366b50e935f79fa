package hapi.hub.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// One DEBUG line a request, when it has ended: method, path, query without its tokens, status,
/// milliseconds, address.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class RequestLogFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(RequestLogFilter.class);

    /// Also when the name is written with percent signs: whatever is called somehow like a secret.
    private static final Pattern SECRET =
            Pattern.compile("(?i)([^&=]*(?:token|t%6fken|auth|secret|jwt)[^&=]*)=[^&]*");

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!log.isDebugEnabled()) {
            chain.doFilter(request, response);
            return;
        }
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            log.debug(
                    "{} {}{} status={} ms={} address={}",
                    request.getMethod(),
                    request.getRequestURI(),
                    masked(request.getQueryString()),
                    response.getStatus(),
                    (System.nanoTime() - start) / 1_000_000,
                    request.getRemoteAddr());
        }
    }

    static String masked(@Nullable String query) {
        return query == null ? "" : "?" + SECRET.matcher(query).replaceAll("$1=***");
    }
}
