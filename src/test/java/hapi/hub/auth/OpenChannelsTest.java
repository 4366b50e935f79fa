package hapi.hub.auth;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.auth.OpenChannels.Kind;
import hapi.hub.auth.OpenChannels.Place;
import hapi.hub.scope.Namespaces;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OpenChannelsTest {
    private final ManualClock clock = new ManualClock();
    private final Credentials credentials = new Credentials("token", new byte[32]);
    private final OpenChannels channels =
            new OpenChannels(credentials, clock, Map.of(Kind.SOCKET, 2, Kind.STREAM, 1));
    private final AtomicInteger ends = new AtomicInteger();

    private Grant grant(String namespace, Instant until) {
        return new Grant(
                Namespaces.ofVerifiedToken(namespace), until, credentials.current().number());
    }

    private Place open(Kind kind, Instant until) {
        Place place = channels.take(kind, grant("a", until)).orElseThrow();
        place.onEnd(ends::incrementAndGet);
        return place;
    }

    @Test
    @DisplayName("row 4: a rotation ends what is open, and nothing that came after it")
    void rotationEndsWhatIsOpen() {
        open(Kind.SOCKET, Instant.MAX);
        open(Kind.STREAM, Instant.MAX);
        open(Kind.PAGE, Instant.MAX);
        credentials.replace("new", new byte[32]);
        open(Kind.SOCKET, Instant.MAX);

        channels.sweep();
        channels.sweep();

        assertThat(ends).hasValue(3);
    }

    @Test
    @DisplayName("row 4: an expired sign-in ends its stream, at the second it expires")
    void expiryEndsTheStream() {
        open(Kind.STREAM, clock.instant().plusSeconds(60));

        clock.advance(Duration.ofSeconds(59));
        channels.sweep();
        assertThat(ends).hasValue(0);
        clock.advance(Duration.ofSeconds(1));
        channels.sweep();

        assertThat(ends).hasValue(1);
    }

    @Test
    @DisplayName("row 4: a channel that says late how it ends is ended all the same")
    void lateEndIsRunAtOnce() {
        Place place = channels.take(Kind.SOCKET, grant("a", Instant.MAX)).orElseThrow();
        credentials.replace("new", new byte[32]);
        channels.sweep();

        place.onEnd(ends::incrementAndGet);

        assertThat(ends).hasValue(1);
    }

    @Test
    @DisplayName("row 21: at the limit the next one is refused, another namespace is not")
    void limitHoldsPerNamespaceAndKind() {
        Place first = open(Kind.SOCKET, Instant.MAX);
        open(Kind.SOCKET, Instant.MAX);

        assertThat(channels.take(Kind.SOCKET, grant("a", Instant.MAX))).isEmpty();
        assertThat(channels.take(Kind.STREAM, grant("a", Instant.MAX))).isPresent();
        assertThat(channels.take(Kind.SOCKET, grant("b", Instant.MAX))).isPresent();
        first.close();
        first.close();
        assertThat(channels.take(Kind.SOCKET, grant("a", Instant.MAX))).isPresent();
        assertThat(channels.take(Kind.SOCKET, grant("a", Instant.MAX))).isEmpty();
        assertThat(channels.open(Kind.SOCKET)).isEqualTo(3);
    }
}
