package hapi.testkit.net;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/// One direction of a long stretch of network: bytes come out in order, each as much later as was
/// said when it went in. One thread puts.
final class SlowPipe {
    private static final byte[] END = {};

    private final DelayQueue<Piece> onTheWay = new DelayQueue<>();
    private long lastDue = Long.MIN_VALUE;

    private record Piece(byte[] bytes, long due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due, ((Piece) other).due);
        }
    }

    private SlowPipe() {}

    /// `end` runs behind the last byte, `broken` when nobody takes the bytes any more.
    static SlowPipe into(OutputStream out, Runnable end, Runnable broken) {
        SlowPipe pipe = new SlowPipe();
        Thread.ofVirtual().start(() -> pipe.drain(out, end, broken));
        return pipe;
    }

    void put(byte[] bytes, Duration late) {
        // Never two at one time: the order is that of the times.
        lastDue = Math.max(lastDue + 1, System.nanoTime() + late.toNanos());
        onTheWay.put(new Piece(bytes, lastDue));
    }

    void end(Duration late) {
        put(END, late);
    }

    private void drain(OutputStream out, Runnable end, Runnable broken) {
        try {
            for (Piece piece = onTheWay.take(); piece.bytes() != END; piece = onTheWay.take()) {
                out.write(piece.bytes());
            }
            end.run();
        } catch (IOException e) {
            broken.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
