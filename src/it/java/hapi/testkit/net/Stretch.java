package hapi.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// One connection through a [FaultProxy]: from the program, near, to the hub, far.
final class Stretch {
    private final Socket near;
    private final Socket far;
    private final Weather weather;
    private volatile boolean isHalf;
    private volatile boolean isWebSocket;
    private volatile boolean isFrozen;

    /// What goes for all connections.
    interface Weather {
        /// Returns as soon as something may pass.
        void awaitFlow();

        Duration roundTrip();
    }

    Stretch(Socket near, Socket far, Weather weather) {
        this.near = near;
        this.far = far;
        this.weather = weather;
    }

    /// Copies in both directions until one ends.
    void run() {
        Thread.ofVirtual().start(() -> copy(near, far));
        copy(far, near);
    }

    /// Loses what passes from now on, if it is a WebSocket that is open.
    boolean freeze() {
        isFrozen = isWebSocket && !near.isClosed() && !far.isClosed();
        return isFrozen;
    }

    /// Ends the far side; the near side stays open and silent.
    void halfOpen() {
        isHalf = true;
        reset(far);
    }

    void reset() {
        reset(near);
        reset(far);
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        boolean isNear = from == near;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            SlowPipe pipe = null;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                weather.awaitFlow();
                isWebSocket |= isNear && asksForWebSocket(buffer, read);
                Duration late = weather.roundTrip().dividedBy(2);
                if (isFrozen) {
                    continue;
                }
                if (pipe == null && late.isZero()) {
                    out.write(buffer, 0, read);
                } else {
                    if (pipe == null) {
                        pipe = SlowPipe.into(out, () -> end(to), this::reset);
                        // What a new connection costs before its first byte.
                        late = isNear ? late.plus(weather.roundTrip()) : late;
                    }
                    pipe.put(Arrays.copyOf(buffer, read), late);
                }
            }
            if (pipe == null) {
                to.shutdownOutput();
            } else {
                pipe.end(weather.roundTrip().dividedBy(2));
            }
        } catch (IOException e) {
            if (!isHalf) {
                reset();
            } else if (isNear) {
                swallow(from, buffer);
            }
        }
    }

    private static boolean asksForWebSocket(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .contains("upgrade: websocket");
    }

    private void end(Socket to) {
        try {
            to.shutdownOutput();
        } catch (IOException e) {
            reset();
        }
    }

    private static void swallow(Socket from, byte[] buffer) {
        try {
            InputStream in = from.getInputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                read = in.read(buffer);
            }
        } catch (IOException e) {
            reset(from);
        }
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Closed already, which is what we want.
            return;
        }
    }
}
