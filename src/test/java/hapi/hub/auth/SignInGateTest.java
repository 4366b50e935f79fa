package hapi.hub.auth;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.auth.SignInGate.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignInGateTest {
    private static final String TOKEN = "pT9vXk2mQ7rL4sW8zN1cF6bH3jD5gA0y";
    private static final byte[] SECRET =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    private final ManualClock clock = new ManualClock();
    private final Credentials credentials = new Credentials(TOKEN, SECRET);
    private final WebTokens web = new WebTokens(credentials, 7, clock);
    private final SignInGate gate = gate(false);

    private SignInGate gate(boolean strict) {
        return new SignInGate(
                new ConfiguredAccessTokens(credentials), web, new SignInLimiter(clock), strict);
    }

    private static void fail(SignInGate gate, int times, String address) {
        for (int i = 0; i < times; i++) {
            gate.accessToken("wrong-" + i, address);
        }
    }

    @Test
    @DisplayName("row 1: the eleventh wrong token of an address is throttled for a minute")
    void eleventhWrongTokenIsThrottled() {
        for (int i = 0; i < 10; i++) {
            assertThat(gate.accessToken("wrong-" + i, "192.0.2.1"))
                    .isEqualTo(new Outcome.Refused("Invalid token"));
        }

        Outcome eleventh = gate.accessToken("wrong", "192.0.2.1");

        assertThat(eleventh).isEqualTo(new Outcome.Throttled(Duration.ofMinutes(1)));
    }

    @Test
    @DisplayName("row 1: a minute gives one more attempt, and ten minutes not more than ten")
    void aMinuteGivesOneMore() {
        fail(gate, 11, "192.0.2.1");
        clock.advance(Duration.ofMinutes(1));

        assertThat(gate.accessToken("wrong", "192.0.2.1")).isInstanceOf(Outcome.Refused.class);
        assertThat(gate.accessToken("wrong", "192.0.2.1")).isInstanceOf(Outcome.Throttled.class);

        clock.advance(Duration.ofHours(5));
        fail(gate, 10, "192.0.2.1");
        assertThat(gate.accessToken("wrong", "192.0.2.1")).isInstanceOf(Outcome.Throttled.class);
    }

    @Test
    @DisplayName("row 1: a hundred addresses are throttled each by itself")
    void hundredAddressesCountByThemselves() {
        for (int i = 0; i < 100; i++) {
            String address = "198.51.100." + i;
            fail(gate, 10, address);
            assertThat(gate.accessToken("wrong", address)).isInstanceOf(Outcome.Throttled.class);
        }

        assertThat(gate.accessToken("wrong", "192.0.2.9")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    @DisplayName("row 1: IPv6 addresses of one /64 count as one")
    void ipv6CountsByNetwork() {
        for (int i = 0; i < 10; i++) {
            gate.accessToken("wrong", "2001:db8::" + i);
        }

        assertThat(gate.accessToken("wrong", "2001:db8:0:0:ffff::1"))
                .isInstanceOf(Outcome.Throttled.class);
        assertThat(gate.accessToken("wrong", "2001:db8:0:1::1"))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(gate.accessToken("wrong", "::ffff:192.0.2.7"))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    @DisplayName("row 1: the port in a proxy's word does not make another address")
    void portsDoNotCount() {
        for (int i = 0; i < 10; i++) {
            gate.accessToken("wrong", "192.0.2.1:400" + i);
        }

        assertThat(gate.accessToken("wrong", "192.0.2.1")).isInstanceOf(Outcome.Throttled.class);
    }

    @Test
    @DisplayName("row 1: a right token passes, whatever others did at its address")
    void rightTokenIsNeverLockedOut() {
        fail(gate, 100, "192.0.2.1");

        assertThat(gate.accessToken(TOKEN + ":alice", "192.0.2.1"))
                .isInstanceOf(Outcome.Admitted.class);
    }

    @Test
    @DisplayName("row 1: sixty sockets that come back at once are not throttled")
    void sixtyRightTokensPass() {
        for (int i = 0; i < 60; i++) {
            assertThat(gate.accessToken(TOKEN, "192.0.2.1")).isInstanceOf(Outcome.Admitted.class);
        }
    }

    @Test
    @DisplayName("row 1: where the token is easy to guess, the throttle holds for right ones too")
    void weakTokensAreGuardedByTheThrottle() {
        SignInGate strict = gate(true);
        fail(strict, 10, "192.0.2.1");

        assertThat(strict.accessToken(TOKEN, "192.0.2.1")).isInstanceOf(Outcome.Throttled.class);
        assertThat(strict.accessToken(TOKEN, "192.0.2.2")).isInstanceOf(Outcome.Admitted.class);
    }

    @Test
    @DisplayName("row 1: a clock that is set back gives no attempts")
    void clockSetBackGivesNothing() {
        fail(gate, 10, "192.0.2.1");
        clock.advance(Duration.ofHours(-1));

        assertThat(gate.accessToken("wrong", "192.0.2.1")).isInstanceOf(Outcome.Throttled.class);
    }

    @Test
    @DisplayName(
            "row 2: forged JWTs count as guesses, expired ones and those of a rotated key do not")
    void onlyForgedTokensCount() {
        String ours = web.issue(new ConfiguredAccessTokens(credentials).verify(TOKEN).get());
        clock.advance(Duration.ofHours(5));
        for (int i = 0; i < 100; i++) {
            assertThat(gate.webToken(ours, "192.0.2.1"))
                    .isEqualTo(new Outcome.Refused("Invalid token"));
        }
        String rotated = web.issue(new ConfiguredAccessTokens(credentials).verify(TOKEN).get());
        credentials.replace("another-token-of-ours", new byte[32]);
        for (int i = 0; i < 100; i++) {
            assertThat(gate.webToken(rotated, "192.0.2.1"))
                    .isEqualTo(new Outcome.Refused("Invalid token"));
        }

        for (int i = 0; i < 10; i++) {
            gate.webToken("a.b." + i, "192.0.2.1");
        }
        assertThat(gate.webToken("a.b.c", "192.0.2.1")).isInstanceOf(Outcome.Throttled.class);
    }
}
