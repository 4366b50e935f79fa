package hapi.hub.api;

import hapi.hub.auth.PageCookies;
import hapi.hub.auth.SignInGate;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Sign-in and sign-out of our own page by cookie, before the page's framework sees the request:
///
/// - `GET <any page>?token=...` signs in and redirects to the same address without the token, as
///   links of the published hub have it (ours keep it behind the `#`);
/// - `POST /sign-in` with the form fields `token`, `remember`, `next` signs in and redirects to
///   `next`, or back to `/login?failed=wrong|slow` when the token is wrong or comes too often;
/// - `POST /sign-out` forgets the cookie and the page's state.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
class PageSignInFilter extends OncePerRequestFilter {
    private static final int MAX_FORM_BYTES = 64 * 1024;

    private final SignInGate gate;
    private final PageCookies cookies;

    PageSignInFilter(SignInGate gate, PageCookies cookies) {
        this.gate = gate;
        this.cookies = cookies;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/api/")
                || path.startsWith("/cli/")
                || path.startsWith("/socket.io/")
                || path.startsWith("/VAADIN/");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        boolean isPost = request.getMethod().equals("POST");
        if (isPost && path.equals("/sign-in")) {
            Map<String, List<String>> form = form(request);
            signIn(
                    request,
                    response,
                    form.getOrDefault("token", List.of("")).getFirst(),
                    ownPath(form.getOrDefault("next", List.of("/")).getFirst()),
                    form.containsKey("remember"));
        } else if (isPost && path.equals("/sign-out")) {
            signOut(request, response);
        } else if (request.getMethod().equals("GET") && hasToken(request)) {
            signIn(request, response, request.getParameter("token"), withoutToken(request), true);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static Map<String, List<String>> form(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_FORM_BYTES);
        return UrlEncoded.parse(new String(body, StandardCharsets.UTF_8));
    }

    private static boolean hasToken(HttpServletRequest request) {
        String query = request.getQueryString();
        return query != null && query.contains("token=") && request.getParameter("token") != null;
    }

    private void signIn(
            HttpServletRequest request,
            HttpServletResponse response,
            String token,
            String next,
            boolean remember) {
        switch (gate.accessToken(token, request.getRemoteAddr())) {
            case SignInGate.Outcome.Admitted admitted -> {
                if (cookies.viewer(request).isPresent()) {
                    forgetPageState(request);
                } else {
                    renamePageState(request);
                }
                response.addHeader(
                        "Set-Cookie",
                        cookies.signIn(admitted.grant().namespace(), request.isSecure(), remember));
                redirect(response, next);
            }
            case SignInGate.Outcome.Refused _ ->
                    redirect(response, "/login?failed=wrong&next=" + encode(next));
            case SignInGate.Outcome.Throttled throttled -> {
                response.setHeader("Retry-After", String.valueOf(throttled.seconds()));
                redirect(response, "/login?failed=slow&next=" + encode(next));
            }
        }
    }

    private void signOut(HttpServletRequest request, HttpServletResponse response) {
        forgetPageState(request);
        response.addHeader("Set-Cookie", cookies.signOut(request.isSecure()));
        redirect(response, "/login");
    }

    /// The page keeps its namespace in the HTTP session: it must not outlive the sign-in it came
    /// from.
    private static void forgetPageState(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /// Until now the browser was nobody's, so there is nothing to forget. A session that ended here
    /// would have the sign-in page load itself anew, and on a slow line that stops the way into the
    /// hub. Its name changes: somebody else may have chosen it.
    private static void renamePageState(HttpServletRequest request) {
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
    }

    private static String withoutToken(HttpServletRequest request) {
        StringBuilder query = new StringBuilder();
        for (String part : String.valueOf(request.getQueryString()).split("&")) {
            if (!part.startsWith("token=") && !part.isEmpty()) {
                query.append(query.isEmpty() ? "?" : "&").append(part);
            }
        }
        return ownPath(request.getRequestURI() + query);
    }

    /// A path of this hub, never another host: `//evil` and `https://evil` become `/`.
    private static String ownPath(@org.jspecify.annotations.Nullable String next) {
        boolean isOwn =
                next != null
                        && next.startsWith("/")
                        && !next.startsWith("//")
                        && next.indexOf('\\') < 0
                        && next.chars().noneMatch(Character::isISOControl);
        return isOwn ? next : "/";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void redirect(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path);
        response.setHeader("Cache-Control", "no-store");
    }
}
