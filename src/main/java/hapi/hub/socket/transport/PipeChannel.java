package hapi.hub.socket.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// A Netty channel whose other side is the servlet container: what arrives is fed in, what leaves
/// goes to a [Sink]. Heap buffers only, because that is what the container takes.
///
/// Not Netty's local or embedded channel: netty-socketio wants internet addresses.
final class PipeChannel extends AbstractChannel {
    /// Where bytes go. Called on the channel's loop; must not block.
    interface Sink {
        void write(ByteBuf bytes);

        void flush();

        /// No more will come; what was written may still leave.
        void close();
    }

    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false, true);

    private final ChannelConfig config = new DefaultChannelConfig(this).setAllocator(HEAP);
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final Sink sink;
    private boolean registered;
    private volatile boolean open = true;

    PipeChannel(InetSocketAddress local, InetSocketAddress remote, Sink sink) {
        super(null);
        this.local = local;
        this.remote = remote;
        this.sink = sink;
    }

    /// Hands a message or bytes to the pipeline. On the loop.
    void feed(Object message) {
        pipeline().fireChannelRead(message);
        pipeline().fireChannelReadComplete();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer outbound) {
        for (Object message = outbound.current(); message != null; message = outbound.current()) {
            sink.write((ByteBuf) message);
            outbound.remove();
        }
        sink.flush();
    }

    @Override
    protected void doClose() {
        if (open) {
            open = false;
            sink.close();
        }
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doRegister() {
        registered = true;
    }

    @Override
    public boolean isActive() {
        return open && registered;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    protected void doBeginRead() {
        // Bytes are pushed by the container's side; nothing to ask for.
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
                promise.setFailure(new UnsupportedOperationException());
            }
        };
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SerialLoop;
    }

    @Override
    protected SocketAddress localAddress0() {
        return local;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
