package hapi.hub.socket.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Takes HTTP responses out of the pipeline before they become bytes; the servlet container writes
/// them. One per channel, on its loop.
final class ResponseCatcher extends ChannelOutboundHandlerAdapter {
    /// The byte side of a channel that only ever answers with a response.
    static final PipeChannel.Sink NO_BYTES =
            new PipeChannel.Sink() {
                @Override
                public void write(ByteBuf bytes) {
                    throw new IllegalStateException("bytes on a polling channel");
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private final Consumer<HttpAnswer> answers;

    ResponseCatcher(Consumer<HttpAnswer> answers) {
        this.answers = answers;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof HttpResponse response)) {
            context.write(message, promise);
            return;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        byte[] body =
                response instanceof FullHttpResponse full
                        ? ByteBufUtil.getBytes(full.content())
                        : new byte[0];
        ReferenceCountUtil.release(message);
        answers.accept(new HttpAnswer(response.status().code(), headers, body));
        promise.setSuccess();
    }
}
