package hapi.hub.socket.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts something per client address, up to a limit. An IPv6 client counts as its /64 network.
final class AddressCap {
    private final Map<ByteBuffer, Integer> taken = new ConcurrentHashMap<>();
    private final int limit;

    AddressCap(int limit) {
        this.limit = limit;
    }

    /// Takes one, unless the address has the limit already.
    boolean tryTake(InetSocketAddress address) {
        boolean[] fits = {true};
        taken.compute(
                key(address),
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    fits[0] = now < limit;
                    return fits[0] ? now + 1 : now;
                });
        return fits[0];
    }

    /// Gives back one that was taken.
    void giveBack(InetSocketAddress address) {
        taken.computeIfPresent(key(address), (_, count) -> count == 1 ? null : count - 1);
    }

    private static ByteBuffer key(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        byte[] bytes = ip == null ? address.getHostString().getBytes() : ip.getAddress();
        return ByteBuffer.wrap(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
