package hapi.hub.api;

import hapi.hub.auth.PageCookies;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// How much a request may bring, and how slowly: 1 MiB before sign-in and for the page, 16 MiB
/// after it, 68 MiB for an upload; see [GuardedRequest] for the pace. Nothing is inflated: a body
/// in another encoding than itself gets 415. Sockets have their own limits.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 35)
class BodyFilter extends OncePerRequestFilter {
    private static final Pattern UPLOAD = Pattern.compile("/api/sessions/[^/]+/upload");
    private static final String PAGE_UPLOAD = "/ui/upload";
    private static final int MIB = 1024 * 1024;
    private static final int BEFORE_SIGN_IN = MIB;

    /// A message may carry small pictures of its attachments.
    private static final int AFTER_SIGN_IN = 16 * MIB;

    /// 50 MiB in base64 and what is around it.
    static final int OF_AN_UPLOAD = 68 * MIB;

    private final PageCookies cookies;

    BodyFilter(PageCookies cookies) {
        this.cookies = cookies;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/socket.io/")
                || request.getMethod().equals("GET")
                || request.getMethod().equals("HEAD");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isPlain(request.getHeader("Content-Encoding"))) {
            refuse(response, GuardedRequest.RefusedException.encoded());
            return;
        }
        int limit = limit(request);
        if (request.getContentLengthLong() > limit) {
            refuse(response, GuardedRequest.RefusedException.tooLarge());
            return;
        }
        try {
            chain.doFilter(new GuardedRequest(request, limit), response);
        } catch (GuardedRequest.RefusedException e) {
            refuse(response, e);
        }
    }

    private static boolean isPlain(@Nullable String encoding) {
        return encoding == null
                || encoding.isBlank()
                || encoding.strip().equalsIgnoreCase("identity");
    }

    private int limit(HttpServletRequest request) {
        if (request.getRequestURI().equals(PAGE_UPLOAD)) {
            return cookies.viewer(request).isPresent() ? OF_AN_UPLOAD : BEFORE_SIGN_IN;
        }
        if (!Callers.isKnown(request)) {
            return BEFORE_SIGN_IN;
        }
        return UPLOAD.matcher(request.getRequestURI()).matches() ? OF_AN_UPLOAD : AFTER_SIGN_IN;
    }

    private static void refuse(HttpServletResponse response, GuardedRequest.RefusedException e)
            throws IOException {
        if (!response.isCommitted()) {
            // What is left of the body is not waited for.
            response.setHeader("Connection", "close");
            Refusals.json(response, e.status(), e.error(), e.code());
        }
    }
}
