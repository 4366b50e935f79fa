package hapi.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8StreamTest {
    private static final String TEXT = "a é ─ 漢 🧵 end";

    @Test
    void charactersTornApartAtAnyByteComeWhole() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= bytes.length; size++) {
            Utf8Stream stream = new Utf8Stream();
            StringBuilder text = new StringBuilder();

            for (int at = 0; at < bytes.length; at += size) {
                byte[] piece = java.util.Arrays.copyOfRange(bytes, at, at + size);
                text.append(stream.decode(piece, Math.min(size, bytes.length - at)));
            }

            assertThat(text.append(stream.end())).as("pieces of " + size).hasToString(TEXT);
        }
    }

    @Test
    void whatIsNoUtf8IsReplacedAndTheRestGoesOn() {
        Utf8Stream stream = new Utf8Stream();

        assertThat(stream.decode(new byte[] {(byte) 0xff, 'a', (byte) 0xc3, '('}, 4))
                .isEqualTo("\uFFFDa\uFFFD(");
        assertThat(stream.decode(new byte[] {(byte) 0xf0, (byte) 0x9f}, 2)).isEmpty();
        assertThat(stream.end()).isEqualTo("\uFFFD");
        assertThat(stream.end()).isEmpty();
    }
}
