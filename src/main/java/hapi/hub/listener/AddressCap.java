package hapi.hub.listener;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts something per client address, up to a limit; see [ClientAddress#group]. Any thread.
public final class AddressCap {
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final int limit;

    public AddressCap(int limit) {
        this.limit = limit;
    }

    /// Takes one, unless the address has the limit already.
    public boolean tryTake(String address) {
        boolean[] fits = {true};
        taken.compute(
                ClientAddress.group(address),
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    fits[0] = now < limit;
                    return fits[0] ? now + 1 : now;
                });
        return fits[0];
    }

    /// Gives back one that was taken.
    public void giveBack(String address) {
        taken.computeIfPresent(
                ClientAddress.group(address), (_, count) -> count == 1 ? null : count - 1);
    }
}
