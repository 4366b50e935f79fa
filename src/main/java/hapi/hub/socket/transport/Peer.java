package hapi.hub.socket.transport;

import com.corundumstudio.socketio.handler.ClientHead;
import hapi.hub.socket.transport.SocketCounters.Count;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One client as Engine.IO sees it: one session over one websocket or many polling requests, with
/// its namespaces, its limits and its end.
///
/// Three owners of state: the loop owns netty-socketio's part and the transports, the inbox runs
/// the handlers, everything else is atomic.
final class Peer {
    private static final long LIVENESS_NANOS = 5_000_000_000L;

    private final PeerRegistry registry;
    private final InetSocketAddress address;
    private final Map<String, String> headers;
    private final SerialLoop loop = new SerialLoop();
    private final Inbox inbox = new Inbox();
    private final Map<String, AdmittedConnection> connections = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> endReason = new AtomicReference<>();
    private final AtomicReference<@Nullable OpenPoll> poll = new AtomicReference<>();
    private final AtomicBoolean posting = new AtomicBoolean();
    private final AtomicLong unsentBytes = new AtomicLong();
    private final AtomicLong bytesBeforeAdmission = new AtomicLong();
    private final AtomicBoolean countsAsUnadmitted = new AtomicBoolean(true);
    private final FaultLog faults;
    private final long startedAt = System.nanoTime();

    private volatile boolean admitted;
    private volatile boolean rootEntered;
    private volatile boolean ended;
    private volatile @Nullable ClientHead head;
    private volatile @Nullable SocketStream socket;
    private volatile @Nullable SocketStream probe;
    private volatile long heardAt = startedAt;

    /// The size of the packet that last found nothing waiting.
    private volatile int firstBytes;

    Peer(PeerRegistry registry, InetSocketAddress address, Map<String, String> headers) {
        this.registry = registry;
        this.address = address;
        this.headers = headers;
        faults = new FaultLog(registry.counters());
    }

    InetSocketAddress address() {
        return address;
    }

    Map<String, String> headers() {
        return headers;
    }

    SerialLoop loop() {
        return loop;
    }

    Inbox inbox() {
        return inbox;
    }

    SocketCounters counters() {
        return registry.counters();
    }

    AnswerLimit answerLimit() {
        return registry.answerLimit();
    }

    // The library's client

    /// Set once, when the handshake has made it.
    void bind(ClientHead clientHead) {
        head = clientHead;
    }

    boolean isBound() {
        return head != null;
    }

    /// @throws IllegalStateException before the handshake is done
    ClientHead head() {
        ClientHead bound = head;
        if (bound == null) {
            throw new IllegalStateException("no handshake yet");
        }
        return bound;
    }

    // Transports

    @Nullable SocketStream socket() {
        return socket;
    }

    @Nullable SocketStream probe() {
        return probe;
    }

    void useSocket(SocketStream stream) {
        socket = stream;
    }

    /// A second transport is being tried. False when there is one already.
    boolean tryProbe(SocketStream stream) {
        if (socket != null || probe != null || ended) {
            return false;
        }
        probe = stream;
        return true;
    }

    /// The tried transport has failed; polling goes on.
    void dropProbe() {
        probe = null;
    }

    /// The tried transport has become the only one.
    void switchToProbe() {
        socket = probe;
        probe = null;
    }

    boolean tryOpenPoll(OpenPoll opened) {
        return poll.compareAndSet(null, opened);
    }

    void pollAnswered(OpenPoll answered) {
        poll.compareAndSet(answered, null);
    }

    @Nullable OpenPoll openPoll() {
        return poll.get();
    }

    // Inbound

    /// False while another request of the client brings packets.
    boolean tryBeginPost() {
        return posting.compareAndSet(false, true);
    }

    void endPost() {
        posting.set(false);
    }

    /// Bytes have come in. False when they are too many for a client that nobody has admitted; then
    /// the peer is being ended.
    boolean received(int bytes) {
        long now = System.nanoTime();
        if (now - heardAt > LIVENESS_NANOS) {
            // A large packet on a slow line is a sign of life, though no pong comes meanwhile.
            heardAt = now;
            loop.execute(() -> {
                if (!ended) {
                    head().schedulePingTimeout();
                }
            });
        }
        if (admitted
                || bytesBeforeAdmission.addAndGet(bytes)
                        <= registry.limits().maxBytesBeforeAdmission()) {
            return true;
        }
        fail(Count.LIMIT_BEFORE_ADMISSION, "too many bytes before admission");
        return false;
    }

    /// How many bytes of a request body may come.
    int allowance() {
        long left = registry.limits().maxBytesBeforeAdmission() - bytesBeforeAdmission.get();
        return admitted ? registry.limits().maxFrameBytes() : (int) Math.max(0, left);
    }

    /// Queues a packet for the handlers.
    void dispatch(SocketPacket packet) {
        inbox.add(() -> registry.dispatcher().handle(this, packet));
    }

    /// Runs a handler in the inbox; what it throws is counted, and logged once per peer.
    void handle(String what, Runnable handler) {
        inbox.add(() -> guard(what, handler));
    }

    void guard(String what, Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException | StackOverflowError e) {
            faults.add(what, e, this);
        }
    }

    // Namespaces

    @Nullable AdmittedConnection connection(String namespace) {
        return connections.get(namespace);
    }

    boolean isConnected(String namespace) {
        return namespace.equals(SocketPacket.ROOT)
                ? rootEntered
                : connections.containsKey(namespace);
    }

    /// The root namespace lets everybody in.
    void enterRoot() {
        rootEntered = true;
        send(EncodedPacket.connected(SocketPacket.ROOT, AdmittedConnection.randomId()));
    }

    /// Sends a packet that is not one of an admitted connection.
    void send(EncodedPacket packet) {
        send(
                packet.text().length,
                () -> {
                    head().send(packet);
                    return true;
                });
    }

    void leaveRoot() {
        rootEntered = false;
    }

    /// A namespace lets the client in.
    void admit(AdmittedConnection connection) {
        connections.put(connection.namespace(), connection);
        counters().add(Count.OPEN_CONNECTIONS);
        admitted = true;
        giveBackUnadmitted();
        if (ended) {
            connection.lost(endReason());
        }
    }

    /// Gives back the place among its address's clients that nobody has admitted.
    void giveBackUnadmitted() {
        if (countsAsUnadmitted.compareAndSet(true, false)) {
            registry.unadmitted().giveBack(address.getHostString());
        }
    }

    void forget(AdmittedConnection connection) {
        connections.remove(connection.namespace(), connection);
    }

    // Outbound

    /// Puts a packet of so many bytes into the library's queue, by running `enqueue` on the loop,
    /// which is false when it has not.
    ///
    /// What waits behind a large packet counts without it: else an upload would cost a client its
    /// connection as soon as anything else was to be told.
    void send(int bytes, BooleanSupplier enqueue) {
        if (ended) {
            return;
        }
        long waiting = unsentBytes.getAndAdd(bytes);
        SocketStream stream = socket;
        long unsent = stream == null ? waiting : waiting + stream.pendingBytes();
        if (unsent == 0) {
            firstBytes = bytes;
        } else if (unsent + bytes > firstBytes + (long) registry.limits().maxOutboundBytes()) {
            fail(Count.SLOW_READERS, "slow reader");
            sever();
            return;
        }
        counters().add(Count.PACKETS_OUT);
        loop.execute(() -> {
            if (ended || !enqueue.getAsBoolean()) {
                sent(bytes);
            }
        });
    }

    /// Packets of so many bytes have left the library's queue for good.
    void sent(long bytes) {
        unsentBytes.addAndGet(-bytes);
    }

    // The end

    /// The reason of the end; `transport close` if none was given.
    String endReason() {
        String reason = endReason.get();
        return reason == null ? "transport close" : reason;
    }

    /// Says why the peer is about to end. False when that was known already.
    boolean noteEnd(String reason) {
        return endReason.compareAndSet(null, reason);
    }

    boolean hasEnded() {
        return ended;
    }

    /// Ends the peer because what it sends cannot be understood.
    void malformed(Throwable cause) {
        fail(Count.MALFORMED_PACKETS, "parse error", String.valueOf(cause.getMessage()));
    }

    /// Ends the peer for a fault of its client: counted, and logged once per peer and kind.
    /// `detail` is for the log and must not quote what the client sent.
    void fail(Count count, String reason, String detail) {
        faults.add(count, reason + ": " + detail, this);
        close(reason);
    }

    void fail(Count count, String reason) {
        fail(count, reason, "limits are in SocketLimits");
    }

    /// Counts a fault that does not end the peer.
    void note(Count count, String what) {
        faults.add(count, what, this);
    }

    /// Ends the peer in an orderly way: what was sent may still arrive. The client sees its
    /// transport close and will come back if it wants to.
    void close(String reason) {
        noteEnd(reason);
        loop.execute(() -> {
            if (!ended) {
                registry.pipeline().disconnect(this);
            }
        });
    }

    /// Cuts the transport at once. For a client that does not read.
    void sever() {
        streams().forEach(SocketStream::sever);
    }

    private List<SocketStream> streams() {
        return Stream.of(Optional.ofNullable(socket), Optional.ofNullable(probe))
                .flatMap(Optional::stream)
                .toList();
    }

    /// The library has let go of the client. On the loop.
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        giveBackUnadmitted();
        registry.ended(this);
        String reason = endReason();
        connections.values().forEach(connection -> connection.lost(reason));
        OpenPoll open = poll.get();
        if (open != null) {
            open.answer(HttpAnswer.text(new byte[] {'1'}));
        }
        streams().forEach(stream -> stream.channel().close());
    }

    boolean isUnadmittedFor(long nanos) {
        return !admitted && System.nanoTime() - startedAt > nanos;
    }

    @Override
    public String toString() {
        ClientHead bound = head;
        // A part of the id is enough to find it in the log, and not enough to take it over.
        return bound == null ? "new" : bound.getSessionId().toString().substring(0, 8);
    }
}
