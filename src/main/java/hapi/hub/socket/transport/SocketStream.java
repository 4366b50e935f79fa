package hapi.hub.socket.transport;

import hapi.hub.socket.transport.SocketCounters.Count;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bytes of one websocket, between Tomcat's socket and the peer's channel.
///
/// Nothing here blocks. Every read, write and close of the socket happens under Tomcat's lock of
/// it, so that it can be closed from outside at any time. Reading stops while the peer's handlers
/// run: that is the back-pressure. What cannot be written waits in `pending`.
final class SocketStream implements PipeChannel.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(SocketStream.class);
    private static final int READ_BYTES = 8 * 1024;
    private static final int LARGE_READ_BYTES = 256 * 1024;
    private static final int WRITE_BYTES = 32 * 1024;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PeerRegistry registry;
    private final Peer peer;
    private final FrameMeter meter = new FrameMeter();
    private final Queue<byte[]> pending = new ConcurrentLinkedQueue<>();
    private final AtomicLong pendingBytes = new AtomicLong();

    // Owned by the lock of the socket.
    private int writtenOfFirst;

    private volatile @Nullable PipeChannel channel;
    private volatile @Nullable SocketWrapperBase<?> socket;
    private volatile FrameBudget.@Nullable Reservation reservation;
    private volatile long progressAt;
    private volatile boolean closing;
    private volatile long closingSince;

    SocketStream(PeerRegistry registry, Peer peer) {
        this.registry = registry;
        this.peer = peer;
    }

    void bind(PipeChannel opened) {
        channel = opened;
    }

    PipeChannel channel() {
        PipeChannel bound = channel;
        if (bound == null) {
            throw new IllegalStateException("no channel yet");
        }
        return bound;
    }

    /// The upgrade is done; what was written meanwhile goes out.
    void attach(SocketWrapperBase<?> upgraded) {
        progressAt = System.nanoTime();
        socket = upgraded;
        registry.opened(this);
        flush();
    }

    // Inbound, on threads of Tomcat, under its lock

    SocketState dispatch(SocketEvent event) {
        SocketWrapperBase<?> wrapper = socket;
        if (wrapper == null) {
            return SocketState.CLOSED;
        }
        return switch (event) {
            case OPEN_READ -> read(wrapper);
            case OPEN_WRITE -> {
                flush();
                yield wrapper.isClosed() ? SocketState.CLOSED : SocketState.UPGRADED;
            }
            default -> {
                lost();
                yield SocketState.CLOSED;
            }
        };
    }

    private SocketState read(SocketWrapperBase<?> wrapper) {
        if (closing) {
            return wrapper.isClosed() ? SocketState.CLOSED : SocketState.SUSPENDED;
        }
        byte[] chunk = new byte[chunkBytes(wrapper)];
        int read;
        try {
            read = wrapper.read(false, ByteBuffer.wrap(chunk));
        } catch (IOException e) {
            LOG.debug("conn={} read failed: {}", peer, e.getMessage());
            read = -1;
        }
        if (read == 0) {
            return SocketState.UPGRADED;
        }
        if (read < 0) {
            lost();
            return SocketState.CLOSED;
        }
        meter.accept(chunk, 0, read);
        if (meter.messageBytes() > registry.limits().maxFrameBytes()) {
            peer.fail(Count.OVERSIZED_FRAMES, "packet too large");
        } else if (peer.received(read)) {
            ByteBuf bytes = Unpooled.wrappedBuffer(chunk, 0, read);
            peer.loop().execute(() -> feed(bytes));
        }
        return SocketState.SUSPENDED;
    }

    /// More inside a large frame.
    ///
    /// INVARIANT: never less than Tomcat's own buffer. Only then a read leaves nothing in there, be
    /// it what came with the upgrade request or what Tomcat has read ahead; and what stays in there
    /// nobody reads before the network brings another byte.
    private int chunkBytes(SocketWrapperBase<?> wrapper) {
        int buffered = wrapper.getSocketBufferHandler().getReadBuffer().capacity();
        long least = Math.max(buffered, READ_BYTES);
        return (int) Math.clamp(meter.payloadLeft(), least, Math.max(least, LARGE_READ_BYTES));
    }

    private void feed(ByteBuf bytes) {
        channel().feed(bytes);
        if (peer.inbox().isIdle()) {
            resume();
        } else {
            peer.inbox().add(this::resume);
        }
    }

    /// What was read has been dealt with. A large message needs its share of the budget before more
    /// of it is read; the share is given back when the message has been handled.
    private void resume() {
        SocketLimits limits = registry.limits();
        long bytes = meter.messageBytes();
        int needed =
                bytes <= limits.largeFrameBytes()
                        ? 0
                        : meter.isFragmented() ? limits.maxFrameBytes() : (int) bytes;
        FrameBudget.Reservation share = reservation;
        if (share != null && (needed == 0 || needed > share.bytes())) {
            share.close();
            share = null;
        }
        reservation = share;
        if (needed == 0 || share != null || closing) {
            readOn();
        } else {
            reserve(needed);
        }
    }

    private void reserve(int bytes) {
        FrameBudget.Reservation share =
                registry.budget()
                        .prepare(
                                bytes,
                                () -> Thread.ofVirtual().name("socket-resume").start(this::readOn));
        reservation = share;
        share.ask();
        if (closing) {
            share.close();
        }
    }

    private void readOn() {
        underLock(wrapper -> {
            if (!wrapper.isClosed()) {
                wrapper.registerReadInterest();
            }
        });
    }

    // Outbound

    long pendingBytes() {
        return pendingBytes.get();
    }

    @Override
    public void write(ByteBuf bytes) {
        // Not copied when the buffer wraps a whole array, which nobody changes any more.
        byte[] array =
                ByteBufUtil.getBytes(bytes, bytes.readerIndex(), bytes.readableBytes(), false);
        if (pendingBytes.getAndAdd(array.length) == 0) {
            progressAt = System.nanoTime();
        }
        pending.add(array);
    }

    @Override
    public void flush() {
        underLock(this::push);
    }

    private void push(SocketWrapperBase<?> wrapper) {
        try {
            boolean taken = !wrapper.isClosed() && !wrapper.flush(false);
            for (byte[] first = pending.peek(); taken && first != null; first = pending.peek()) {
                int bytes = Math.min(first.length - writtenOfFirst, WRITE_BYTES);
                wrapper.write(false, first, writtenOfFirst, bytes);
                writtenOfFirst += bytes;
                pendingBytes.addAndGet(-bytes);
                progressAt = System.nanoTime();
                if (writtenOfFirst == first.length) {
                    pending.remove();
                    writtenOfFirst = 0;
                }
                if (pending.isEmpty() || bytes == WRITE_BYTES || wrapper.hasDataToWrite()) {
                    taken = !wrapper.flush(false);
                }
            }
            if (wrapper.isClosed()) {
                return;
            }
            if (!taken) {
                wrapper.registerWriteInterest();
            } else if (closing) {
                wrapper.close();
                ended();
            }
        } catch (IOException e) {
            LOG.debug("conn={} write failed: {}", peer, e.getMessage());
            wrapper.close();
            lost();
        }
    }

    // The end

    @Override
    public void close() {
        if (!closing) {
            closingSince = System.nanoTime();
            closing = true;
        }
        flush();
    }

    /// Closes at once; what has not been written is lost.
    void sever() {
        closing = true;
        underLock(SocketWrapperBase::close);
        lost();
    }

    /// The socket is gone, or about to be closed by Tomcat.
    void lost() {
        closing = true;
        ended();
        PipeChannel opened = channel;
        if (opened != null) {
            peer.loop().execute(opened::close);
        }
    }

    private void ended() {
        registry.closed(this);
        FrameBudget.Reservation share = reservation;
        if (share != null) {
            share.close();
        }
    }

    /// Ends what is over a deadline.
    void sweep() {
        long now = System.nanoTime();
        SocketLimits limits = registry.limits();
        FrameBudget.Reservation share = reservation;
        if (closing) {
            if (now - closingSince > LINGER_NANOS) {
                sever();
            }
        } else if (pendingBytes.get() > 0 && now - progressAt > limits.writeDeadline().toNanos()) {
            peer.fail(Count.SLOW_READERS, "slow reader");
            sever();
        } else if (meter.isInsideMessageFor(limits.frameDeadline().toNanos())) {
            peer.fail(Count.FRAMES_OUT_OF_TIME, "packet takes too long");
        } else if (share != null && share.hasWaitedFor(limits.largeFrameWait().toNanos())) {
            peer.fail(Count.BUDGET_EXHAUSTED, "no room for a large packet");
        }
    }

    private interface SocketTask {
        void run(SocketWrapperBase<?> wrapper);
    }

    private void underLock(SocketTask task) {
        SocketWrapperBase<?> wrapper = socket;
        if (wrapper == null) {
            return;
        }
        wrapper.getLock().lock();
        try {
            task.run(wrapper);
        } finally {
            wrapper.getLock().unlock();
        }
    }
}
