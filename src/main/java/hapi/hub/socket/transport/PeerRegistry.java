package hapi.hub.socket.transport;

import hapi.hub.listener.AddressCap;
import hapi.hub.socket.transport.SocketCounters.Count;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All clients, what they share, and the clock that ends those who take too long.
final class PeerRegistry {
    private final Map<UUID, Peer> peers = new ConcurrentHashMap<>();
    private final Set<SocketStream> streams = ConcurrentHashMap.newKeySet();
    private final SocketLimits limits;
    private final SocketCounters counters;
    private final FrameBudget budget;
    private final AddressCap unadmitted;
    private final AddressCap polls;
    private final AnswerLimit answerLimit;
    private final PacketDispatcher dispatcher;
    private final LibraryPipeline pipeline;

    PeerRegistry(
            SocketLimits limits,
            SocketCounters counters,
            Collection<? extends SocketNamespace> namespaces,
            LoopScheduler scheduler,
            AnswerLimit answerLimit) {
        this.limits = limits;
        this.counters = counters;
        this.answerLimit = answerLimit;
        budget = new FrameBudget(limits.largeFrameBudgetBytes());
        unadmitted = new AddressCap(limits.maxUnadmittedPerAddress());
        polls = new AddressCap(limits.maxOpenPollsPerAddress());
        pipeline = new LibraryPipeline(this, namespaces, scheduler);
        dispatcher = new PacketDispatcher(this, namespaces);
    }

    SocketLimits limits() {
        return limits;
    }

    SocketCounters counters() {
        return counters;
    }

    AnswerLimit answerLimit() {
        return answerLimit;
    }

    FrameBudget budget() {
        return budget;
    }

    AddressCap unadmitted() {
        return unadmitted;
    }

    AddressCap polls() {
        return polls;
    }

    PacketDispatcher dispatcher() {
        return dispatcher;
    }

    LibraryPipeline pipeline() {
        return pipeline;
    }

    @Nullable Peer find(UUID sessionId) {
        return peers.get(sessionId);
    }

    Collection<Peer> peers() {
        return peers.values();
    }

    /// The library has made a client for this peer. On its loop.
    void started(Peer peer) {
        peers.put(peer.head().getSessionId(), peer);
        counters.add(Count.OPEN_CLIENTS);
    }

    /// On the peer's loop, once.
    void ended(Peer peer) {
        peers.remove(peer.head().getSessionId());
        counters.subtract(Count.OPEN_CLIENTS);
    }

    void opened(SocketStream stream) {
        streams.add(stream);
    }

    void closed(SocketStream stream) {
        streams.remove(stream);
    }

    Collection<SocketStream> streams() {
        return streams;
    }

    /// Ends who is over a deadline. Called a few times per second.
    void sweep() {
        streams.forEach(SocketStream::sweep);
        long deadline = limits.admissionDeadline().toNanos();
        for (Peer peer : peers.values()) {
            if (peer.isUnadmittedFor(deadline)) {
                peer.fail(Count.NEVER_ADMITTED, "never admitted by a namespace");
            }
        }
    }
}
