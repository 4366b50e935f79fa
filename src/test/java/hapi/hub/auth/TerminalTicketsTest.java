package hapi.hub.auth;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.Scopes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalTicketsTest {
    private final ManualClock clock = new ManualClock();
    private final Credentials credentials =
            new Credentials(
                    "pT9vXk2mQ7rL4sW8zN1cF6bH3jD5gA0y",
                    "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private final TerminalTickets tickets = new TerminalTickets(credentials, clock);

    @Test
    void ticketCountsOnceForItsNamespace() {
        String ticket = tickets.issue(Scopes.HOME);

        Grant grant = tickets.redeem(ticket).orElseThrow();

        assertThat(grant.namespace()).isEqualTo(Scopes.HOME);
        assertThat(grant.expiresAt()).isEqualTo(clock.instant().plus(WebTokens.LIFETIME));
        assertThat(tickets.redeem(ticket)).isEmpty();
    }

    @Test
    void ticketCountsForHalfAMinute() {
        String ticket = tickets.issue(Scopes.HOME);
        String late = tickets.issue(Scopes.HOME);

        clock.advance(TerminalTickets.LIFETIME.minus(Duration.ofMillis(1)));
        assertThat(tickets.redeem(ticket)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(tickets.redeem(late)).isEmpty();
    }

    @Test
    void whatWasNotIssuedIsWorthNothing() {
        String ticket = tickets.issue(Scopes.HOME);

        assertThat(tickets.redeem("")).isEmpty();
        assertThat(tickets.redeem(TerminalTickets.PREFIX)).isEmpty();
        assertThat(tickets.redeem(ticket + "x")).isEmpty();
        assertThat(tickets.redeem(ticket.substring(1))).isEmpty();
        assertThat(ticket).hasSizeGreaterThan(48);
        assertThat(tickets.issue(Scopes.HOME)).isNotEqualTo(ticket);
    }

    @Test
    void ofVeryManyTicketsTheOldestGo() {
        String oldest = tickets.issue(Scopes.HOME);
        String second = tickets.issue(Scopes.HOME);
        for (int i = 1; i < TerminalTickets.MAX; i++) {
            tickets.issue(Scopes.HOME);
        }

        assertThat(tickets.redeem(oldest)).isEmpty();
        assertThat(tickets.redeem(second)).isPresent();
    }
}
