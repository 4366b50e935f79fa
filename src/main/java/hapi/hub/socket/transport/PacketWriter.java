package hapi.hub.socket.transport;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.EncoderHandler;
import com.corundumstudio.socketio.messages.HttpMessage;
import com.corundumstudio.socketio.messages.OutPacketMessage;
import com.corundumstudio.socketio.messages.XHRPostMessage;
import com.corundumstudio.socketio.protocol.AuthPacket;
import com.corundumstudio.socketio.protocol.Packet;
import hapi.protocol.json.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/// Writes what netty-socketio has queued for a client: a frame per packet on websocket, as many
/// packets as fit into one response on polling. In place of the library's encoder, which loses
/// every 51st packet on polling. One per channel, on its loop.
final class PacketWriter extends ChannelOutboundHandlerAdapter {
    private static final int POLL_BYTES = 1024 * 1024;
    private static final byte SEPARATOR = 0x1e;

    private final Peer peer;
    private final SocketLimits limits;

    PacketWriter(Peer peer, SocketLimits limits) {
        this.peer = peer;
        this.limits = limits;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        switch (message) {
            case OutPacketMessage out when out.getTransport() == Transport.WEBSOCKET ->
                    frames(context, queue(out), promise);
            case OutPacketMessage out -> poll(context, queue(out), promise);
            case XHRPostMessage _ -> respond(context, new byte[] {'o', 'k'}, promise);
            case HttpMessage other ->
                    throw new IllegalStateException("unexpected " + other.getClass());
            default -> context.write(message, promise);
        }
    }

    private static Queue<Packet> queue(OutPacketMessage message) {
        return message.getClientHead().getPacketsQueue(message.getTransport());
    }

    private void frames(ChannelHandlerContext context, Queue<Packet> queue, ChannelPromise done) {
        ChannelFuture last = context.newSucceededFuture();
        for (Packet packet = queue.poll(); packet != null; packet = queue.poll()) {
            byte[] text = encode(packet);
            last = context.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)));
            peer.sent(accounted(packet));
        }
        last.addListener(written -> {
            if (written.isSuccess()) {
                done.trySuccess();
            } else {
                done.tryFailure(written.cause());
            }
        });
    }

    private void poll(ChannelHandlerContext context, Queue<Packet> queue, ChannelPromise promise) {
        boolean answers =
                context.channel().isActive()
                        && !queue.isEmpty()
                        && context.channel()
                                .attr(EncoderHandler.WRITE_ONCE)
                                .compareAndSet(null, true);
        if (!answers) {
            promise.trySuccess();
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long accounted = 0;
        while (!queue.isEmpty() && body.size() < POLL_BYTES) {
            Packet packet = queue.remove();
            if (body.size() > 0) {
                body.write(SEPARATOR);
            }
            body.writeBytes(encode(packet));
            accounted += accounted(packet);
        }
        OpenPoll poll = peer.openPoll();
        if (poll == null) {
            // The handshake's own response carries nothing that is accounted for.
            peer.sent(accounted);
        } else {
            poll.carries(accounted);
        }
        respond(context, body.toByteArray(), promise);
    }

    private static void respond(
            ChannelHandlerContext context, byte[] body, ChannelPromise promise) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");
        context.write(response, promise).addListener(ChannelFutureListener.CLOSE);
    }

    private static int accounted(Packet packet) {
        return packet instanceof EncodedPacket encoded ? encoded.text().length : 0;
    }

    private byte[] encode(Packet packet) {
        if (packet instanceof EncodedPacket encoded) {
            return encoded.text();
        }
        String text =
                switch (packet.getType()) {
                    case OPEN -> "0" + open(packet.getData());
                    case PING -> "2";
                    case PONG -> "3" + packet.getData();
                    case NOOP -> "6";
                    // The library's farewell, in the root namespace.
                    case MESSAGE -> "41";
                    default -> throw new IllegalStateException("unexpected " + packet.getType());
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The library's open packet, and `maxPayload`, which it lacks.
    private String open(AuthPacket opened) {
        Map<String, Object> open = new LinkedHashMap<>();
        open.put("sid", opened.getSid());
        open.put("upgrades", opened.getUpgrades());
        open.put("pingInterval", opened.getPingInterval());
        open.put("pingTimeout", opened.getPingTimeout());
        open.put("maxPayload", limits.maxFrameBytes());
        return Json.write(open);
    }
}
