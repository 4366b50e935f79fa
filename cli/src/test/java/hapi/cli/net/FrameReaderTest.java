package hapi.cli.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.cli.net.WebSocketStream.BrokenRule;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int MAX = 70_000;

    @Test
    void fragmentsAreOneMessageAndAPingMayComeBetween() throws IOException {
        FrameReader reader = reader("01 02 6162" + "89 01 70" + "00 01 63" + "80 01 64" + "81 00");

        assertThat(reader.next().opcode()).isEqualTo(9);
        assertThat(new String(reader.next().payload())).isEqualTo("abcd");
        assertThat(reader.next().payload()).isEmpty();
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, MAX})
    void everyLengthComesWholeAndMasked(int length) throws IOException {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) i;
        }
        byte[] frame = FrameWriter.frame(1, payload, 0x01020304);
        int head = length < 126 ? 2 : length <= 0xffff ? 4 : 10;
        byte[] unmasked = new byte[frame.length - 4];
        System.arraycopy(frame, 0, unmasked, 0, head);
        unmasked[1] &= 0x7f;
        for (int i = 0; i < length; i++) {
            unmasked[head + i] = (byte) (frame[head + 4 + i] ^ (i % 4 + 1));
        }

        FrameReader.Message message = new FrameReader(in(unmasked), MAX).next();

        assertThat(frame[1] & 0x80).isEqualTo(0x80);
        assertThat(message.payload()).isEqualTo(payload);
    }

    @ParameterizedTest
    @CsvSource({
        "8180 00000000, masked",
        "C100, extension",
        "0900, control frame",
        "897E 007E, control frame",
        "0000, out of order",
        "0101 61 8101 62, out of order",
        "817F 7FFFFFFFFFFFFFFF, longer",
        "817F 8000000000000000, longer",
        "817F 0000000000011171, longer"
    })
    void brokenRuleEndsTheConnectionBeforeMemoryIsSpent(String frames, String words) {
        assertThatThrownBy(() -> reader(frames).next())
                .isInstanceOf(BrokenRule.class)
                .hasMessageContaining(words);
    }

    @Test
    void endInsideAFrameIsTheEnd() {
        assertThatThrownBy(() -> reader("8105 6162").next()).isInstanceOf(EOFException.class);
    }

    private static FrameReader reader(String hex) {
        return new FrameReader(in(HexFormat.of().parseHex(hex.replace(" ", ""))), MAX);
    }

    private static ByteArrayInputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
