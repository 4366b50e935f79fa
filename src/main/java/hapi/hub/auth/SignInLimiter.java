package hapi.hub.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Counts wrong tokens: an address may fail ten times, then once a minute. IPv6 counts by its /64.
/// Keeps the 10,000 addresses that failed last.
final class SignInLimiter {
    static final int BURST = 10;
    private static final Duration REFILL = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 10_000;
    private static final int NETWORK_BYTES = 8;

    /// What some proxies write into X-Forwarded-For.
    private static final Pattern IPV4_WITH_PORT = Pattern.compile("([0-9.]+):[0-9]+");

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
        Bucket bucket = buckets.computeIfAbsent(group(address), key -> new Bucket(clock.millis()));
        bucket.refill(clock.millis());
        if (bucket.left >= 1) {
            bucket.left -= 1;
            return Optional.empty();
        }
        return Optional.of(bucket.untilNext());
    }

    /// How long this address must wait, or empty when it may fail once more.
    synchronized Optional<Duration> waitFor(String address) {
        Bucket bucket = buckets.get(group(address));
        if (bucket == null) {
            return Optional.empty();
        }
        bucket.refill(clock.millis());
        return bucket.left >= 1 ? Optional.empty() : Optional.of(bucket.untilNext());
    }

    private static String group(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        var withPort = IPV4_WITH_PORT.matcher(address);
        if (withPort.matches()) {
            return withPort.group(1);
        }
        try {
            // A literal address: this never asks a name server.
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
                    : parsed.getHostAddress();
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
            // A clock that is set back gives nothing.
            left = Math.min(BURST, left + Math.max(0, now - at) / (double) REFILL.toMillis());
            at = now;
        }

        Duration untilNext() {
            return Duration.ofMillis(Math.max(1000, (long) ((1 - left) * REFILL.toMillis())));
        }
    }
}
