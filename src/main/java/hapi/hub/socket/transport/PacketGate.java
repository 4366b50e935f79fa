package hapi.hub.socket.transport;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.messages.PacketsMessage;
import com.corundumstudio.socketio.protocol.PacketType;
import hapi.hub.socket.transport.SocketCounters.Count;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;

/// Where packets leave netty-socketio's pipeline, before its own packet handler: those of Engine.IO
/// are checked and given to the library, those of Socket.IO go to the peer's inbox. One per
/// channel, on its loop.
final class PacketGate extends ChannelInboundHandlerAdapter {
    private static final byte SEPARATOR = 0x1e;

    /// Packets take more memory than their bytes.
    private static final int MAX_PACKETS = 100_000;

    private static final byte[] PROBE = {'2', 'p', 'r', 'o', 'b', 'e'};

    private final Peer peer;
    private final LibraryPipeline pipeline;

    PacketGate(Peer peer, LibraryPipeline pipeline) {
        this.peer = peer;
        this.pipeline = pipeline;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case PacketsMessage packets -> packets(packets);
            case PingWebSocketFrame ping ->
                    context.writeAndFlush(new PongWebSocketFrame(ping.content()));
            case BinaryWebSocketFrame binary -> {
                ReferenceCountUtil.release(binary);
                binary();
            }
            default -> context.fireChannelRead(message);
        }
    }

    private void packets(PacketsMessage message) {
        // The array may outlive the buffer: heap buffers of our allocator are not pooled.
        ByteBuf content = message.getContent();
        byte[] bytes =
                ByteBufUtil.getBytes(
                        content, content.readerIndex(), content.readableBytes(), false);
        try {
            if (message.getTransport() == Transport.WEBSOCKET) {
                packet(bytes, Transport.WEBSOCKET);
                return;
            }
            payload(bytes);
        } catch (MalformedPacketException e) {
            peer.malformed(e);
        }
    }

    private void payload(byte[] bytes) throws MalformedPacketException {
        int start = 0;
        int packets = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == SEPARATOR) {
                if (++packets > MAX_PACKETS) {
                    throw new MalformedPacketException("too many packets in one request");
                }
                boolean whole = start == 0 && i == bytes.length;
                packet(whole ? bytes : Arrays.copyOfRange(bytes, start, i), Transport.POLLING);
                start = i + 1;
            }
        }
    }

    private void packet(byte[] packet, Transport transport) throws MalformedPacketException {
        if (peer.hasEnded()) {
            return;
        }
        boolean single = packet.length == 1;
        boolean socket = transport == Transport.WEBSOCKET;
        boolean probing = peer.probe() != null;
        byte type = packet.length == 0 ? 0 : packet[0];
        if (type == '4') {
            message(packet, socket && probing);
        } else if (type == '3' && single) {
            pipeline.engine(peer, PacketType.PONG, "", transport);
        } else if (type == '2' && socket && probing && Arrays.equals(packet, PROBE)) {
            pipeline.engine(peer, PacketType.PING, "probe", transport);
        } else if (type == '5' && single && socket && probing) {
            pipeline.engine(peer, PacketType.UPGRADE, "", transport);
            peer.switchToProbe();
        } else if (type == '1' && single) {
            peer.noteEnd("transport close");
            pipeline.engine(peer, PacketType.CLOSE, "", transport);
        } else if (type == 'b') {
            binary();
        } else if (type != '6' || !single) {
            throw new MalformedPacketException("not a packet of Engine.IO 4");
        }
    }

    private void message(byte[] packet, boolean beforeUpgrade) throws MalformedPacketException {
        if (beforeUpgrade) {
            throw new MalformedPacketException("message before the upgrade");
        }
        if (packet.length > 1 && (packet[1] == '5' || packet[1] == '6')) {
            binary();
            return;
        }
        peer.dispatch(SocketPacket.parse(packet));
    }

    private void binary() {
        peer.fail(Count.BINARY_PACKETS, "binary packet", "only text packets are served");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        SocketStream probe = peer.probe();
        if (probe != null && probe.channel() == context.channel()) {
            pipeline.dropProbe(peer, context.channel());
            return;
        }
        SocketStream socket = peer.socket();
        if (socket != null && socket.channel() == context.channel()) {
            peer.noteEnd("transport close");
        }
        context.fireChannelInactive();
    }
}
