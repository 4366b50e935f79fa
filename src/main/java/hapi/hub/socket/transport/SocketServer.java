package hapi.hub.socket.transport;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Socket.IO server inside the servlet container. Register [#servlet] at `/socket.io/*` with
/// asynchronous support; websocket and long-polling go through it.
///
/// Runs on Tomcat only, with virtual threads for requests: a polling client's request waits for the
/// handlers of what it carried.
public final class SocketServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);
    private static final int SWEEP_MILLIS = 250;
    private static final long ORDERLY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long HANDLERS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SocketCounters counters = new SocketCounters();
    private final LoopScheduler scheduler = new LoopScheduler();
    private final PeerRegistry registry;
    private final SocketServlet servlet;

    /// `allowedOrigin` is asked for every request that has an `Origin` header; a refused one gets
    /// HTTP 403. `clientAddress` says whose request it is: the socket's address, or what a trusted
    /// proxy forwarded.
    public SocketServer(
            SocketLimits limits,
            List<? extends SocketNamespace> namespaces,
            Predicate<String> allowedOrigin,
            Function<HttpServletRequest, InetSocketAddress> clientAddress) {
        this(limits, namespaces, allowedOrigin, clientAddress, AnswerLimit.REAL);
    }

    /// `answerLimit` ends waits for answers of clients.
    SocketServer(
            SocketLimits limits,
            List<? extends SocketNamespace> namespaces,
            Predicate<String> allowedOrigin,
            Function<HttpServletRequest, InetSocketAddress> clientAddress,
            AnswerLimit answerLimit) {
        registry = new PeerRegistry(limits, counters, namespaces, scheduler, answerLimit);
        servlet = new SocketServlet(registry, allowedOrigin, clientAddress);
    }

    /// The servlet for `/socket.io/*`. It answers 503 before [#start] and after [#close].
    public HttpServlet servlet() {
        return servlet;
    }

    public SocketCounters counters() {
        return counters;
    }

    PeerRegistry registry() {
        return registry;
    }

    /// Begins to take clients. Once only.
    public void start() {
        scheduler.every(SWEEP_MILLIS, TimeUnit.MILLISECONDS, this::sweep);
        servlet.running(true);
    }

    private void sweep() {
        try {
            registry.sweep();
        } catch (RuntimeException e) {
            // The timer would stop for good.
            LOG.error("socket deadlines were not checked", e);
        }
    }

    /// Ends every connection and refuses new ones; returns when all are closed, after about a
    /// second at most. Clients see their transport close, not a disconnect packet: after that one
    /// they would not come back. Call it before the servlet container stops: an open socket would
    /// hold it.
    @Override
    public void close() {
        servlet.running(false);
        List<Peer> peers = List.copyOf(registry.peers());
        peers.forEach(peer -> peer.close("server shutting down"));
        if (!await(() -> registry.streams().isEmpty(), ORDERLY_NANOS)) {
            registry.streams().forEach(SocketStream::sever);
        }
        if (!await(() -> peers.stream().allMatch(it -> it.inbox().isIdle()), HANDLERS_NANOS)) {
            LOG.warn("socket handlers still run after their clients were disconnected");
        }
        scheduler.shutdown();
    }

    private static boolean await(BooleanSupplier condition, long nanos) {
        long deadline = System.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return true;
    }
}
