package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameMeterTest {
    private static final int TEXT = 0x81;
    private static final int TEXT_FIRST = 0x01;
    private static final int CONTINUATION = 0x00;
    private static final int LAST = 0x80;
    private static final int PING = 0x89;

    private final FrameMeter meter = new FrameMeter();

    private static byte[] frame(int first, int length, boolean masked) {
        ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) first);
        int mask = masked ? 0x80 : 0;
        if (length < 126) {
            frame.put((byte) (mask | length));
        } else if (length < 65_536) {
            frame.put((byte) (mask | 126)).putShort((short) length);
        } else {
            frame.put((byte) (mask | 127)).putLong(length);
        }
        if (masked) {
            frame.putInt(0x81818181);
        }
        byte[] bytes = new byte[frame.position() + length];
        System.arraycopy(frame.array(), 0, bytes, 0, frame.position());
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void sizeIsKnownFromTheHeaderAndForgottenAfterTheLastByte() {
        for (int length : new int[] {1, 125, 126, 65_535, 65_536, 100_000}) {
            byte[] frame = frame(TEXT, length, true);
            int header = frame.length - length;

            meter.accept(frame, 0, header - 1);
            assertThat(meter.messageBytes()).isZero();
            meter.accept(frame, header - 1, 1);
            assertThat(meter.messageBytes()).isEqualTo(length);
            assertThat(meter.payloadLeft()).isEqualTo(length);
            assertThat(meter.isInsideMessageFor(0)).isTrue();
            meter.accept(frame, header, length);
            assertThat(meter.messageBytes()).isZero();
            assertThat(meter.isInsideMessageFor(0)).isFalse();
        }
    }

    @Test
    void fragmentsAddUpAndControlFramesBetweenThemDoNot() {
        byte[] bytes =
                join(
                        frame(TEXT_FIRST, 100, true),
                        frame(PING, 5, true),
                        frame(CONTINUATION, 0, true),
                        frame(CONTINUATION, 200, false));
        meter.accept(bytes, 0, bytes.length);

        assertThat(meter.messageBytes()).isEqualTo(300);
        assertThat(meter.isFragmented()).isTrue();

        byte[] last = frame(CONTINUATION | LAST, 50, true);
        meter.accept(last, 0, last.length - 50);
        assertThat(meter.messageBytes()).isEqualTo(350);
        meter.accept(last, last.length - 50, 50);
        assertThat(meter.messageBytes()).isZero();
        assertThat(meter.isFragmented()).isFalse();
    }

    @Test
    void anyCutOfTheBytesGivesTheSame() {
        byte[] bytes =
                join(
                        frame(TEXT, 0, true),
                        frame(TEXT_FIRST, 130, true),
                        frame(PING, 0, false),
                        frame(CONTINUATION | LAST, 3, true),
                        frame(TEXT, 200, true));
        for (int cut = 1; cut < 40; cut++) {
            FrameMeter cutMeter = new FrameMeter();
            for (int at = 0; at < bytes.length - 1; at += cut) {
                cutMeter.accept(bytes, at, Math.min(cut, bytes.length - 1 - at));
            }

            assertThat(cutMeter.messageBytes()).as("cut %d", cut).isEqualTo(200);
            assertThat(cutMeter.payloadLeft()).isEqualTo(1);
        }
    }

    @Test
    void lengthsBeyondAllSenseDoNotWrapAround() {
        byte[] negative = frame(TEXT_FIRST, 70_000, false);
        ByteBuffer.wrap(negative).putLong(2, -1);
        meter.accept(negative, 0, 10);

        assertThat(meter.messageBytes()).isEqualTo(Long.MAX_VALUE);
    }
}
