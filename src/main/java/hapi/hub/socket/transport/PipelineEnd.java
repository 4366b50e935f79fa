package hapi.hub.socket.transport;

import hapi.hub.socket.transport.SocketCounters.Count;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.ReferenceCountUtil;

/// Takes what nobody before it has taken: frames without a meaning are dropped, what Netty's codecs
/// refuse ends the client. One per channel, on its loop.
final class PipelineEnd extends ChannelInboundHandlerAdapter {
    private final Peer peer;

    PipelineEnd(Peer peer) {
        this.peer = peer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case PrematureChannelClosureException _ -> peer.noteEnd("transport close");
            case TooLongFrameException _ ->
                    peer.fail(Count.OVERSIZED_FRAMES, "packet too large", "frame over the limit");
            default -> peer.malformed(cause);
        }
    }
}
