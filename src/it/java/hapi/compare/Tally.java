package hapi.compare;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongConsumer;

/// What arrived of numbered messages: how many, how late, and which came twice, late or never.
///
/// A number is `sender * SENDERS + n` with n from 0 up. One thread writes at a time; counts may be
/// read by others.
final class Tally {
    static final long SENDERS = 10_000_000L;

    private final int perSender;
    private final BitSet[] seen;
    private final int[] last;
    private final Latencies latencies;
    private volatile long arrived;
    private volatile long doubled;
    private volatile long outOfOrder;
    private volatile LongConsumer listener = number -> {};

    Tally(int senders, int perSender, Latencies latencies) {
        this.perSender = perSender;
        this.seen = new BitSet[senders];
        Arrays.setAll(seen, i -> new BitSet());
        this.last = new int[senders];
        Arrays.fill(last, -1);
        this.latencies = latencies;
    }

    /// Is told every number once, on the thread that reads.
    void onArrival(LongConsumer next) {
        listener = next;
    }

    void arrived(long number, long sentNanos) {
        int sender = (int) (number / SENDERS);
        int n = (int) (number % SENDERS);
        if (sender >= seen.length || n >= perSender) {
            return;
        }
        if (seen[sender].get(n)) {
            doubled = doubled + 1;
            return;
        }
        seen[sender].set(n);
        if (n < last[sender]) {
            outOfOrder = outOfOrder + 1;
        }
        last[sender] = n;
        latencies.add(System.nanoTime() - sentNanos);
        arrived = arrived + 1;
        listener.accept(number);
    }

    long arrived() {
        return arrived;
    }

    long expected() {
        return (long) seen.length * perSender;
    }

    long lost() {
        return expected() - arrived;
    }

    long doubled() {
        return doubled;
    }

    long outOfOrder() {
        return outOfOrder;
    }
}
