package hapi.hub.socket.transport;

import hapi.hub.socket.transport.SocketCounters.Count;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one client does wrong: all of it counted, each kind logged once. Any thread.
final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

    private final SocketCounters counters;
    private final Set<Count> logged = EnumSet.noneOf(Count.class);

    FaultLog(SocketCounters counters) {
        this.counters = counters;
    }

    /// `what` must not quote what the client sent.
    void add(Count count, String what, Peer peer) {
        if (isFirst(count)) {
            LOG.warn("{} conn={} address={} ({}, logged once)", what, peer, peer.address(), count);
        }
    }

    /// A handler has failed on what the client sent.
    void add(String handler, Throwable failure, Peer peer) {
        if (isFirst(Count.HANDLER_FAILURES)) {
            LOG.error("socket handler '{}' failed conn={} (logged once)", handler, peer, failure);
        }
    }

    private boolean isFirst(Count count) {
        counters.add(count);
        synchronized (logged) {
            return logged.add(count);
        }
    }
}
