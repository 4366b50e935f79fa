package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.crypto.SecretKey;

/// JWTs of the web clients: HS256 only, claims `uid` (number), `ns` (text), `iat`, `exp` after four
/// hours. A token survives a restart of the hub, because the key file does; it ends with a rotation
/// of the secrets.
public final class WebTokens {
    public static final Duration LIFETIME = Duration.ofHours(4);
    private static final int MAX_CHARS = 8192;

    private final Credentials credentials;
    private final long ownerId;
    private final Clock clock;
    private final VerifiedTokens verified = new VerifiedTokens();
    private volatile Signer signer;
    private volatile Signer retired;

    /// The key of one generation.
    private record Signer(long generation, SecretKey key, JwtParser parser) {}

    WebTokens(Credentials credentials, long ownerId, Clock clock) {
        this.credentials = credentials;
        this.ownerId = ownerId;
        this.clock = clock;
        this.signer = signer(credentials.current());
        this.retired = signer(credentials.previous());
    }

    private Signer signer(Credentials.Generation secrets) {
        SecretKey key = Keys.hmacShaKeyFor(secrets.jwtSecret());
        return new Signer(
                secrets.number(),
                key,
                Jwts.parser().verifyWith(key).clock(() -> Date.from(clock.instant())).build());
    }

    /// Two threads may both make it: the second one's is as good.
    private Signer current() {
        Credentials.Generation now = credentials.current();
        if (signer.generation() != now.number()) {
            retired = signer(credentials.previous());
            signer = signer(now);
        }
        return signer;
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
                .signWith(current().key(), Jwts.SIG.HS256)
                .compact();
    }

    public Verdict verify(String token) {
        if (token.length() > MAX_CHARS) {
            return new Verdict.Invalid(false);
        }
        Signer now = current();
        Optional<Verdict.Valid> known = verified.find(token, now.generation(), clock.instant());
        if (known.isPresent()) {
            return known.get();
        }
        Jws<Claims> jws;
        try {
            jws = now.parser().parseSignedClaims(token);
        } catch (ExpiredJwtException e) {
            return new Verdict.Invalid(true);
        } catch (JwtException | IllegalArgumentException e) {
            return new Verdict.Invalid(isRetired(token));
        }
        if (!"HS256".equals(jws.getHeader().getAlgorithm())) {
            return new Verdict.Invalid(false);
        }
        Object uid = jws.getPayload().get("uid");
        Object ns = jws.getPayload().get("ns");
        if (!(uid instanceof Number) || !(ns instanceof String name) || name.isEmpty()) {
            return new Verdict.WrongPayload();
        }
        if (name.indexOf(':') >= 0 || name.length() > Namespace.MAX_CHARS) {
            return new Verdict.WrongPayload();
        }
        Date expires = jws.getPayload().getExpiration();
        Verdict.Valid valid =
                new Verdict.Valid(
                        Namespaces.ofVerifiedClaims(name),
                        expires == null ? Instant.MAX : expires.toInstant(),
                        now.generation());
        verified.keep(token, valid);
        return valid;
    }

    private boolean isRetired(String token) {
        try {
            retired.parser().parseSignedClaims(token);
            return true;
        } catch (ExpiredJwtException e) {
            return true;
        } catch (JwtException | IllegalArgumentException e) {
            return false;
        }
    }

    /// What a token turned out to be.
    public sealed interface Verdict {
        /// Ours; `expiresAt` is [Instant#MAX] for a token without an end.
        record Valid(Namespace namespace, Instant expiresAt, long generation) implements Verdict {
            public Grant grant() {
                return new Grant(namespace, expiresAt, generation);
            }
        }

        /// Not a JWT, not signed by us, another algorithm; or, when `wasOurs`, expired or signed
        /// with the key before the last rotation, which is nobody's guess.
        record Invalid(boolean wasOurs) implements Verdict {}

        /// Signed by us, with claims of the wrong type.
        record WrongPayload() implements Verdict {}
    }
}
