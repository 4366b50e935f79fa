package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The cookie of our own page: signed, HttpOnly, good for 30 days and over restarts of the hub. Its
/// key is derived from the JWT secret and the base token, so that neither serves as the other and a
/// new base token signs every page out.
///
/// One machine may run several hubs and cookies do not know ports, so the name carries the port.
public final class PageCookies {
    private static final Duration LIFETIME = Duration.ofDays(30);

    private final Credentials credentials;
    private final int port;
    private final Clock clock;
    private volatile Signer signer;

    /// The key of one generation of secrets.
    private record Signer(long generation, SecretKey key, JwtParser parser) {}

    PageCookies(Credentials credentials, int port, Clock clock) {
        this.credentials = credentials;
        this.port = port;
        this.clock = clock;
        this.signer = signer(credentials.current());
    }

    private Signer signer(Credentials.Generation now) {
        SecretKey key =
                Keys.hmacShaKeyFor(derive(now.jwtSecret(), "page-cookie:" + now.baseToken()));
        return new Signer(
                now.number(),
                key,
                Jwts.parser().verifyWith(key).clock(() -> Date.from(clock.instant())).build());
    }

    private Signer current() {
        Credentials.Generation now = credentials.current();
        if (signer.generation() != now.number()) {
            signer = signer(now);
        }
        return signer;
    }

    /// The namespace of the request's cookie, when it has one that we signed and that still holds.
    public Optional<Namespace> viewer(HttpServletRequest request) {
        return grant(request).map(Grant::namespace);
    }

    /// What the request's cookie is worth, when it has one that we signed and that still holds.
    public Optional<Grant> grant(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name(request.isSecure()))) {
                return verify(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    private Optional<Grant> verify(String value) {
        Signer now = current();
        try {
            Claims claims = now.parser().parseSignedClaims(value).getPayload();
            String namespace = claims.getSubject();
            return namespace == null || namespace.isEmpty() || namespace.indexOf(':') >= 0
                    ? Optional.empty()
                    : Optional.of(
                            new Grant(
                                    Namespaces.ofVerifiedClaims(namespace),
                                    claims.getExpiration().toInstant(),
                                    now.generation()));
        } catch (JwtException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A `Set-Cookie` value that signs in; without `remember` the browser forgets it when it
    /// closes.
    public String signIn(Namespace namespace, boolean secure, boolean remember) {
        String value =
                Jwts.builder()
                        .subject(namespace.value())
                        .issuedAt(Date.from(clock.instant()))
                        .expiration(Date.from(clock.instant().plus(LIFETIME)))
                        .signWith(current().key(), Jwts.SIG.HS256)
                        .compact();
        return header(value, secure, remember ? LIFETIME.toSeconds() : -1);
    }

    /// A `Set-Cookie` value that signs out.
    public String signOut(boolean secure) {
        return header("", secure, 0);
    }

    private String header(String value, boolean secure, long maxAgeSeconds) {
        return name(secure)
                + "="
                + value
                + "; Path=/; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : "")
                + (maxAgeSeconds < 0 ? "" : "; Max-Age=" + maxAgeSeconds);
    }

    private String name(boolean secure) {
        return (secure ? "__Host-hapi-" : "hapi-") + port;
    }

    private static byte[] derive(byte[] secret, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
