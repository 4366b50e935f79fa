package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.crypto.SecretKey;

/// JWTs of the web clients: HS256 only, claims `uid` (number), `ns` (text), `iat`, `exp` after four
/// hours. A token survives a restart of the hub, because the key file does.
public final class WebTokens {
    public static final Duration LIFETIME = Duration.ofHours(4);
    private static final int MAX_CHARS = 8192;

    private final SecretKey key;
    private final JwtParser parser;
    private final long ownerId;
    private final Clock clock;

    WebTokens(byte[] secret, long ownerId, Clock clock) {
        this.key = Keys.hmacShaKeyFor(secret);
        this.ownerId = ownerId;
        this.clock = clock;
        this.parser = Jwts.parser().verifyWith(key).clock(() -> Date.from(clock.instant())).build();
    }

    public long ownerId() {
        return ownerId;
    }

    public String issue(Namespace namespace) {
        Instant now = clock.instant();
        return Jwts.builder()
                .claim("uid", ownerId)
                .claim("ns", namespace.value())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(LIFETIME)))
                .signWith(key, Jwts.SIG.HS256)
                .compact();
    }

    public Verdict verify(String token) {
        if (token.length() > MAX_CHARS) {
            return new Verdict.Invalid();
        }
        Jws<Claims> jws;
        try {
            jws = parser.parseSignedClaims(token);
        } catch (JwtException | IllegalArgumentException e) {
            return new Verdict.Invalid();
        }
        if (!"HS256".equals(jws.getHeader().getAlgorithm())) {
            return new Verdict.Invalid();
        }
        Object uid = jws.getPayload().get("uid");
        Object ns = jws.getPayload().get("ns");
        if (!(uid instanceof Number) || !(ns instanceof String name) || name.isEmpty()) {
            return new Verdict.WrongPayload();
        }
        if (name.indexOf(':') >= 0) {
            return new Verdict.WrongPayload();
        }
        Date expires = jws.getPayload().getExpiration();
        return new Verdict.Valid(
                Namespaces.ofVerifiedClaims(name),
                expires == null ? Instant.MAX : expires.toInstant());
    }

    /// What a token turned out to be.
    public sealed interface Verdict {
        /// Ours; `expiresAt` is [Instant#MAX] for a token without an end.
        record Valid(Namespace namespace, Instant expiresAt) implements Verdict {}

        /// Not a JWT, not signed by us, expired, another algorithm.
        record Invalid() implements Verdict {}

        /// Signed by us, with claims of the wrong type.
        record WrongPayload() implements Verdict {}
    }
}
