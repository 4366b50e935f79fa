package hapi.hub.ui;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// How long browsers keep the pages' files. Those of the bundle carry a sum of their content in
/// their names, so they are kept for a year. There is no service worker: who asks for one is told
/// so, and not given a page.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 45)
class PageFilesFilter extends OncePerRequestFilter {
    private static final String BUNDLE = "/VAADIN/build/";
    private static final String WORKER = "/sw.js";
    private static final String ONE_YEAR = "public, max-age=31536000, immutable";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith(BUNDLE) && !path.equals(WORKER);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getRequestURI().equals(WORKER)) {
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        chain.doFilter(request, new ForAYear(response));
    }

    /// Says so in place of what the framework says.
    private static final class ForAYear extends HttpServletResponseWrapper {
        ForAYear(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setHeader(String name, String value) {
            super.setHeader(name, name.equalsIgnoreCase("Cache-Control") ? ONE_YEAR : value);
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase("Cache-Control")) {
                setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }
    }
}
