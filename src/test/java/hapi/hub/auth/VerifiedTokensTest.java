package hapi.hub.auth;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.auth.WebTokens.Verdict;
import hapi.hub.scope.Namespaces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final byte[] SECRET =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    private final ManualClock clock = new ManualClock();
    private final WebTokens web = new WebTokens(new Credentials("s3cret", SECRET), 7, clock);

    @Test
    void tokenThatWasGoodEndsAtItsTimeAllTheSame() {
        String token = web.issue(Namespaces.ofVerifiedToken("alice"));
        assertThat(web.verify(token)).isInstanceOf(Verdict.Valid.class);

        clock.advance(WebTokens.LIFETIME.minus(Duration.ofSeconds(1)));
        Verdict before = web.verify(token);
        clock.advance(Duration.ofSeconds(2));
        Verdict after = web.verify(token);

        assertThat(before).isInstanceOf(Verdict.Valid.class);
        assertThat(after).isEqualTo(new Verdict.Invalid(true));
    }

    @Test
    void neighbourOfATokenThatWasGoodIsRefused() {
        String token = web.issue(Namespaces.ofVerifiedToken("alice"));
        web.verify(token);

        Verdict verdict = web.verify(token.substring(0, token.length() - 2) + "xx");

        assertThat(verdict).isEqualTo(new Verdict.Invalid(false));
    }

    @Test
    void rotationEndsATokenThatWasGood() {
        VerifiedTokens tokens = new VerifiedTokens();
        Verdict.Valid valid =
                new Verdict.Valid(
                        Namespaces.ofVerifiedToken("alice"),
                        clock.instant().plus(Duration.ofHours(1)),
                        3);

        tokens.keep("token", valid);

        assertThat(tokens.find("token", 3, clock.instant())).contains(valid);
        assertThat(tokens.find("token", 4, clock.instant())).isEmpty();
        assertThat(tokens.find("other", 3, clock.instant())).isEmpty();
    }
}
