package hapi.cli.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A hub that was started as a child of this process, until it answers.
public final class StartingHub {
    private StartingHub() {}

    /// A port of this machine that nobody listens on now.
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Waits until the hub answers `/health`.
    ///
    /// @return false when its process ended before or the limit is over
    public static boolean await(HubAccess access, Process hub, Duration limit)
            throws InterruptedException {
        HubRest rest = new HubRest(access);
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (rest.health() instanceof HubAnswer.Ok) {
                return true;
            }
            if (hub.waitFor(200, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }
}
