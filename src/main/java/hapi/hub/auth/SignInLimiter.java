package hapi.hub.auth;

import hapi.hub.listener.ClientAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Counts wrong tokens: an address may fail ten times, then once a minute. IPv6 counts by its /64.
/// Keeps the 10,000 addresses that failed last.
final class SignInLimiter {
    static final int BURST = 10;
    private static final Duration REFILL = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > MAX_ADDRESSES;
                }
            };

    SignInLimiter(Clock clock) {
        this.clock = clock;
    }

    /// Counts one failure; the time to wait when it is one too many.
    synchronized Optional<Duration> failed(String address) {
        Bucket bucket =
                buckets.computeIfAbsent(
                        ClientAddress.group(address), key -> new Bucket(clock.millis()));
        bucket.refill(clock.millis());
        if (bucket.left >= 1) {
            bucket.left -= 1;
            return Optional.empty();
        }
        return Optional.of(bucket.untilNext());
    }

    /// How long this address must wait, or empty when it may fail once more.
    synchronized Optional<Duration> waitFor(String address) {
        Bucket bucket = buckets.get(ClientAddress.group(address));
        if (bucket == null) {
            return Optional.empty();
        }
        bucket.refill(clock.millis());
        return bucket.left >= 1 ? Optional.empty() : Optional.of(bucket.untilNext());
    }

    private static final class Bucket {
        private double left = BURST;
        private long at;

        Bucket(long now) {
            this.at = now;
        }

        void refill(long now) {
            // A clock that is set back gives nothing.
            left = Math.min(BURST, left + Math.max(0, now - at) / (double) REFILL.toMillis());
            at = now;
        }

        Duration untilNext() {
            return Duration.ofMillis(Math.max(1000, (long) ((1 - left) * REFILL.toMillis())));
        }
    }
}
