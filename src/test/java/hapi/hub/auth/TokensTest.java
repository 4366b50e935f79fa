package hapi.hub.auth;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final byte[] SECRET =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final AccessTokens tokens =
            new ConfiguredAccessTokens(new Credentials("s3cret", SECRET));
    private final WebTokens web =
            new WebTokens(new Credentials("s3cret", SECRET), 7, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void bareTokenOpensTheDefaultNamespace() {
        assertThat(tokens.verify("  s3cret ").map(Namespace::value)).contains("default");
    }

    @Test
    void lastColonNamesTheNamespace() {
        assertThat(tokens.verify("s3cret:alice").map(Namespace::value)).contains("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "s3cret:",
                ":alice",
                "s3cret: alice",
                "s3cret :alice",
                "s3cret:a:b",
                "s3cre",
                "s3cretx",
                "S3CRET",
                "s3cret:a\u0000b",
                "s3cret:a\nb"
            })
    void otherTextsAreRefused(String token) {
        assertThat(tokens.verify(token)).isEmpty();
    }

    @Test
    void hugeTokenIsRefused() {
        assertThat(tokens.verify("s3cret:" + "x".repeat(1_000_000))).isEmpty();
        assertThat(tokens.verify("s3cret:" + "x".repeat(300))).isEmpty();
    }

    @Test
    void issuedTokenIsValidForFourHours() {
        String token = web.issue(Namespaces.ofVerifiedToken("alice"));

        assertThat(web.verify(token))
                .isEqualTo(
                        new WebTokens.Verdict.Valid(
                                Namespaces.ofVerifiedToken("alice"),
                                NOW.plus(Duration.ofHours(4)),
                                1));
        WebTokens later =
                new WebTokens(
                        new Credentials("s3cret", SECRET),
                        7,
                        Clock.fixed(NOW.plus(Duration.ofHours(5)), ZoneOffset.UTC));
        assertThat(later.verify(token)).isEqualTo(new WebTokens.Verdict.Invalid(true));
    }

    @Test
    void confusedTokensAreRefused() {
        String none =
                encode("{\"alg\":\"none\"}") + "." + encode("{\"uid\":1,\"ns\":\"default\"}") + ".";
        String otherKey =
                Jwts.builder()
                        .claims(Map.of("uid", 1, "ns", "default"))
                        .signWith(Keys.hmacShaKeyFor(new byte[32]), Jwts.SIG.HS256)
                        .compact();
        String hs384 =
                Jwts.builder()
                        .claims(Map.of("uid", 1, "ns", "default"))
                        .signWith(Keys.hmacShaKeyFor(new byte[48]), Jwts.SIG.HS384)
                        .compact();

        for (String token : new String[] {none, otherKey, hs384, "x", "a.b.c", "..", ""}) {
            assertThat(web.verify(token)).isInstanceOf(WebTokens.Verdict.Invalid.class);
        }
    }

    @Test
    void claimsOfTheWrongTypeAreNamed() {
        for (Map<String, Object> claims :
                new Map[] {
                    Map.of("uid", "7", "ns", "default"), Map.of("uid", 7), Map.of("uid", 7, "ns", 3)
                }) {
            String token =
                    Jwts.builder()
                            .claims(claims)
                            .expiration(Date.from(NOW.plusSeconds(60)))
                            .signWith(Keys.hmacShaKeyFor(SECRET), Jwts.SIG.HS256)
                            .compact();
            assertThat(web.verify(token)).isInstanceOf(WebTokens.Verdict.WrongPayload.class);
        }
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
