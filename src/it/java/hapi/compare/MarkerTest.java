package hapi.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The counting of the comparison, without a hub: a count that never finds fault would prove
/// nothing.
class MarkerTest {
    private final Tally tally = new Tally(2, 3, new Latencies());
    private final Marker.Scanner scanner = new Marker.Scanner(tally);

    @Test
    void markersAreFoundWhereverThePiecesEnd() {
        Marker marker = new Marker(200);
        String stream =
                "data: {\"mail\":\"a@b.c\",\"text\":\"%s\"}\n\n%s"
                        .formatted(marker.text(0), marker.text(1));

        for (int i = 0; i < stream.length(); i++) {
            scan(stream.substring(i, i + 1));
        }

        assertThat(tally.arrived()).isEqualTo(2);
        assertThat(tally.lost()).isEqualTo(4);
    }

    @Test
    void whatComesTwiceOrLateIsCounted() {
        long second = Tally.SENDERS;

        for (long number : new long[] {0, 2, 1, 1, second, second + 1, second + 2}) {
            scan("@" + number + "@17@");
        }

        assertThat(tally.lost()).isZero();
        assertThat(tally.doubled()).isEqualTo(1);
        assertThat(tally.outOfOrder()).isEqualTo(1);
        assertThat(Faults.of(tally, 0)).isEqualTo("1 doubled, 1 out of order");
    }

    @Test
    void textsHaveTheSizeThatWasAskedFor() {
        assertThat(new Marker(1024).text(Tally.SENDERS * 199 + 14)).hasSize(1024);
    }

    private void scan(String text) {
        scanner.scan(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
