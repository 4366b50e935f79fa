package hapi.hub.socket.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts since start, for metrics. Any thread.
public final class SocketCounters {
    /// What is counted. `OPEN_...` go up and down, the others only up.
    public enum Count {
        OPEN_CLIENTS,
        OPEN_CONNECTIONS,
        OPEN_POLLS,
        CONNECTS_REFUSED,
        ORIGINS_REFUSED,
        REQUESTS_REFUSED,
        EVENTS_IN,
        PACKETS_OUT,
        MALFORMED_PACKETS,
        BINARY_PACKETS,
        PACKETS_NOT_ADMITTED,
        UNKNOWN_NAMESPACES,
        UNKNOWN_ACKS,
        OVERSIZED_FRAMES,
        FRAMES_OUT_OF_TIME,
        BUDGET_EXHAUSTED,
        LIMIT_BEFORE_ADMISSION,
        NEVER_ADMITTED,
        SLOW_READERS,
        PING_TIMEOUTS,
        HANDLER_FAILURES,
        TRANSPORT_FAILURES
    }

    private final Map<Count, LongAdder> adders = new EnumMap<>(Count.class);

    SocketCounters() {
        for (Count count : Count.values()) {
            adders.put(count, new LongAdder());
        }
    }

    public long get(Count count) {
        return adder(count).sum();
    }

    void add(Count count) {
        adder(count).increment();
    }

    void subtract(Count count) {
        adder(count).decrement();
    }

    private LongAdder adder(Count count) {
        LongAdder adder = adders.get(count);
        if (adder == null) {
            throw new IllegalArgumentException(count.name());
        }
        return adder;
    }
}
