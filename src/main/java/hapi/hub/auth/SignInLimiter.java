package hapi.hub.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Slows down guessing: an address may fail ten times, then once a minute. IPv6 counts by its /64.
/// Only failures count, so a right token from a busy address is never refused before that.
public final class SignInLimiter {
    private static final int BURST = 10;
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

    /// How long this address must wait, or empty when it may try now.
    public synchronized Optional<Duration> waitFor(String address) {
        Bucket bucket = buckets.get(group(address));
        if (bucket == null) {
            return Optional.empty();
        }
        bucket.refill(clock.millis());
        return bucket.left >= 1
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(bucket.millisToNext(clock.millis())));
    }

    public synchronized void failed(String address) {
        Bucket bucket = buckets.computeIfAbsent(group(address), key -> new Bucket(clock.millis()));
        bucket.refill(clock.millis());
        bucket.left = Math.max(0, bucket.left - 1);
    }

    private static String group(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A literal address: this never asks a name server.
            InetAddress parsed = InetAddress.getByName(address);
            if (parsed instanceof Inet6Address) {
                byte[] bytes = parsed.getAddress();
                StringBuilder prefix = new StringBuilder();
                for (int i = 0; i < 8; i++) {
                    prefix.append("%02x".formatted(bytes[i]));
                }
                return prefix.toString();
            }
            return parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static final class Bucket {
        private double left = BURST;
        private long at;

        Bucket(long now) {
            this.at = now;
        }

        void refill(long now) {
            left = Math.min(BURST, left + (now - at) / (double) REFILL.toMillis());
            at = now;
        }

        long millisToNext(long now) {
            return Math.max(1000, (long) ((1 - left) * REFILL.toMillis()) - (now - at));
        }
    }
}
