package hapi.hub.ui;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// How long browsers keep the pages' files. Those of the bundle carry a sum of their content in
/// their names, so they are kept for a year. The service worker is asked for anew each time. It and
/// its page for a hub that is away may load from the hub only.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 45)
class PageFilesFilter extends OncePerRequestFilter {
    private static final String BUNDLE = "/VAADIN/build/";
    private static final String CACHE = "Cache-Control";
    private static final String POLICY = "Content-Security-Policy";
    private static final Map<String, String> POLICIES =
            Map.of(
                    "/sw.js",
                    "default-src 'none'; img-src 'self'; connect-src 'self';"
                            + " frame-ancestors 'none'",
                    "/offline.html",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                            + " connect-src 'self'; base-uri 'self'; form-action 'none';"
                            + " frame-ancestors 'none'");
    private static final String ONE_YEAR = "public, max-age=31536000, immutable";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith(BUNDLE) && !POLICIES.containsKey(path);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String policy = POLICIES.get(request.getRequestURI());
        Map<String, String> headers =
                policy == null
                        ? Map.of(CACHE, ONE_YEAR)
                        : Map.of(CACHE, "no-cache", POLICY, policy);
        chain.doFilter(request, new Fixed(response, headers));
    }

    /// Says so in place of what the framework says.
    private static final class Fixed extends HttpServletResponseWrapper {
        private final SortedMap<String, String> fixed =
                new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        Fixed(HttpServletResponse response, Map<String, String> fixed) {
            super(response);
            this.fixed.putAll(fixed);
            fixed.forEach(super::setHeader);
        }

        @Override
        public void setHeader(String name, String value) {
            super.setHeader(name, fixed.getOrDefault(name, value));
        }

        @Override
        public void addHeader(String name, String value) {
            if (fixed.containsKey(name)) {
                setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }
    }
}
