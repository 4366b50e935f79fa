package hapi.hub.listener;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections that wait for a request: new ones, those with half a head, and those that are
/// kept alive. A head must be complete in time, however it trickles; and of the connections of one
/// address that wait, the one that has waited longest makes room for one too many. So nobody who
/// sends a request is kept out by those who do not, not even from the same address.
///
/// Any thread; what happens to one connection happens under Tomcat's lock of it. Decision: 0017.
public final class WaitingConnections {
    private static final Logger log = LoggerFactory.getLogger(WaitingConnections.class);
    private static final long REPORT_NANOS = Duration.ofMinutes(1).toNanos();

    private final int maxPerAddress;
    private final long headNanos;
    private final Predicate<String> isProxy;
    private final Map<SocketWrapperBase<?>, Connection> connections = new ConcurrentHashMap<>();
    private final Map<String, Set<Connection>> waiting = new ConcurrentHashMap<>();
    private final LongAdder slowHeads = new LongAdder();
    private final LongAdder displaced = new LongAdder();
    private volatile long reportedAt = System.nanoTime() - REPORT_NANOS;

    private enum Waits {
        /// Nothing has come yet.
        NEW,
        /// A part of a head has come.
        HALF_HEAD,
        /// Between two requests: Tomcat's keep-alive ends it.
        KEPT_ALIVE
    }

    private static final class Connection {
        private final SocketWrapperBase<?> socket;
        private final String address;
        private volatile Waits what = Waits.NEW;
        private volatile boolean isWaiting;
        private volatile long since = System.nanoTime();

        Connection(SocketWrapperBase<?> socket) {
            this.socket = socket;
            String remote = socket.getRemoteAddr();
            address = remote == null ? "" : remote;
        }

        long since() {
            return since;
        }
    }

    /// `isProxy` says which addresses speak for many; only their heads are timed.
    WaitingConnections(int maxPerAddress, Duration head, Predicate<String> isProxy) {
        this.maxPerAddress = maxPerAddress;
        this.headNanos = head.toNanos();
        this.isProxy = isProxy;
    }

    /// A connection has been accepted.
    void accepted(SocketWrapperBase<?> socket) {
        // Never waits: who holds the lock deals with the first bytes already, and says so itself.
        if (!socket.getLock().tryLock()) {
            return;
        }
        try {
            Connection opened = new Connection(socket);
            if (connections.putIfAbsent(socket, opened) == null) {
                waits(opened, Waits.NEW, opened.since);
            }
        } finally {
            socket.getLock().unlock();
        }
    }

    /// Its bytes are being dealt with: it does not wait.
    void busy(SocketWrapperBase<?> socket) {
        leave(connections.computeIfAbsent(socket, Connection::new));
    }

    /// Its bytes were dealt with, and it waits for more of a head.
    void wantsRestOfHead(SocketWrapperBase<?> socket) {
        Connection half = connections.get(socket);
        if (half != null) {
            boolean begins = half.what == Waits.KEPT_ALIVE;
            waits(half, Waits.HALF_HEAD, begins ? System.nanoTime() : half.since);
        }
    }

    /// A request was answered, and it waits for the next.
    void wantsNextRequest(SocketWrapperBase<?> socket) {
        Connection idle = connections.get(socket);
        if (idle != null) {
            waits(idle, Waits.KEPT_ALIVE, System.nanoTime());
        }
    }

    void closed(SocketWrapperBase<?> socket) {
        Connection gone = connections.remove(socket);
        if (gone != null) {
            leave(gone);
        }
    }

    private void waits(Connection connection, Waits what, long since) {
        connection.what = what;
        connection.since = since;
        connection.isWaiting = true;
        List<Connection> all = new ArrayList<>();
        waiting.compute(
                ClientAddress.group(connection.address),
                (_, known) -> {
                    Set<Connection> set = known == null ? ConcurrentHashMap.newKeySet() : known;
                    set.add(connection);
                    if (set.size() > maxPerAddress) {
                        all.addAll(set);
                    }
                    return set;
                });
        if (connection.socket.isClosed()) {
            // Closed meanwhile: nobody else would take it off.
            closed(connection.socket);
        } else if (!all.isEmpty() && !isProxy.test(connection.address)) {
            all.remove(connection);
            displaceOne(all);
        }
    }

    private void leave(Connection connection) {
        connection.isWaiting = false;
        waiting.computeIfPresent(
                ClientAddress.group(connection.address),
                (_, set) -> {
                    set.remove(connection);
                    return set.isEmpty() ? null : set;
                });
    }

    private void displaceOne(List<Connection> all) {
        all.sort(Comparator.comparingLong(Connection::since));
        for (Connection oldest : all) {
            if (end(
                    oldest,
                    429,
                    "Too many connections without a request",
                    "too_many_connections")) {
                displaced.increment();
                report(oldest.address);
                return;
            }
        }
    }

    private void report(String address) {
        long now = System.nanoTime();
        if (now - reportedAt >= REPORT_NANOS) {
            reportedAt = now;
            log.warn(
                    "more than {} connections of address={} wait without a request; the oldest are ended. A proxy belongs into HAPI_TRUSTED_PROXIES",
                    maxPerAddress,
                    address);
        }
    }

    /// Ends those whose head is overdue. Called every second or so.
    void sweep() {
        long now = System.nanoTime();
        for (Connection connection : connections.values()) {
            if (isOverdue(connection, now)
                    && end(connection, 408, "Request head too slow", "head_too_slow")) {
                slowHeads.increment();
                log.debug("head too slow address={}", connection.address);
            }
        }
    }

    private boolean isOverdue(Connection connection, long now) {
        return connection.isWaiting
                && connection.what != Waits.KEPT_ALIVE
                && now - connection.since > headNanos;
    }

    /// False when it does not wait any more, or is being dealt with at this moment.
    private boolean end(Connection connection, int status, String error, String code) {
        SocketWrapperBase<?> socket = connection.socket;
        if (!socket.getLock().tryLock()) {
            return false;
        }
        try {
            if (!connection.isWaiting || socket.isClosed()) {
                return false;
            }
            if (connection.what == Waits.HALF_HEAD) {
                tell(socket, answer(status, error, code));
            }
            socket.close();
            return true;
        } finally {
            socket.getLock().unlock();
        }
    }

    private static void tell(SocketWrapperBase<?> socket, byte[] answer) {
        try {
            socket.write(false, answer, 0, answer.length);
            socket.flush(false);
        } catch (IOException e) {
            log.debug("nobody to tell why it ends: {}", e.getMessage());
        }
    }

    private static byte[] answer(int status, String error, String code) {
        String body = "{\"error\":\"%s\",\"code\":\"%s\"}".formatted(error, code);
        return "HTTP/1.1 %d \r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// How many wait now.
    public int waiting() {
        return waiting.values().stream().mapToInt(Set::size).sum();
    }

    /// How many of those have sent a part of a head.
    long halfHeads() {
        return waiting.values().stream()
                .flatMap(Set::stream)
                .filter(it -> it.what == Waits.HALF_HEAD)
                .count();
    }

    /// How many were ended because their head took too long.
    public long slowHeads() {
        return slowHeads.sum();
    }

    /// How many were ended to make room for others of their address.
    public long displaced() {
        return displaced.sum();
    }
}
