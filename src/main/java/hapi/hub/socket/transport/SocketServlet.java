package hapi.hub.socket.transport;

import com.corundumstudio.socketio.Transport;
import hapi.hub.socket.transport.SocketCounters.Count;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests of Engine.IO: checked here, then given to the pipeline one channel per request.
final class SocketServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(SocketServlet.class);

    private final transient PeerRegistry registry;
    private final transient Predicate<String> allowedOrigin;
    private final transient Function<HttpServletRequest, InetSocketAddress> clientAddress;
    private final transient RequestBodyReader bodies;
    private volatile boolean running;

    SocketServlet(
            PeerRegistry registry,
            Predicate<String> allowedOrigin,
            Function<HttpServletRequest, InetSocketAddress> clientAddress) {
        this.registry = registry;
        this.allowedOrigin = allowedOrigin;
        this.clientAddress = clientAddress;
        bodies = new RequestBodyReader(registry);
    }

    void running(boolean now) {
        running = now;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String origin = request.getHeader("Origin");
        if (origin != null) {
            if (!allowedOrigin.test(origin)) {
                registry.counters().add(Count.ORIGINS_REFUSED);
                LOG.debug("origin refused address={}", clientAddress.apply(request));
                HttpAnswer.ORIGIN_REFUSED.writeTo(response);
                return;
            }
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Vary", "Origin");
        }
        HttpAnswer answer = answer(request, response);
        if (answer != null) {
            if (answer.status() >= 400) {
                registry.counters().add(Count.REQUESTS_REFUSED);
            }
            answer.writeTo(response);
        }
    }

    /// The answer, or null when it comes later by itself.
    private @Nullable HttpAnswer answer(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!running) {
            return HttpAnswer.CLOSED;
        }
        if (request.getMethod().equals("OPTIONS")) {
            return preflight(request);
        }
        try {
            return answer(EngineRequest.read(request), response);
        } catch (EngineRequest.RefusedException e) {
            return e.answer();
        }
    }

    private @Nullable HttpAnswer answer(EngineRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String method = request.http().getMethod();
        UUID sid = request.sid();
        if (sid == null) {
            return method.equals("GET") ? handshake(request, response) : HttpAnswer.BAD_METHOD;
        }
        Peer peer = registry.find(sid);
        if (peer == null) {
            return HttpAnswer.SESSION_UNKNOWN;
        }
        if (request.transport() == Transport.WEBSOCKET) {
            return upgrade(request, response, peer);
        }
        if (peer.socket() != null) {
            return HttpAnswer.BAD_REQUEST;
        }
        return switch (method) {
            case "GET" -> poll(request, response, peer);
            case "POST" -> post(request, peer);
            default -> HttpAnswer.BAD_REQUEST;
        };
    }

    private static HttpAnswer preflight(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Access-Control-Allow-Methods", "GET,POST");
        String wanted = request.getHeader("Access-Control-Request-Headers");
        if (wanted != null) {
            headers.put("Access-Control-Allow-Headers", wanted);
        }
        return new HttpAnswer(204, headers, new byte[0]);
    }

    // A new client

    private @Nullable HttpAnswer handshake(EngineRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        InetSocketAddress address = clientAddress.apply(request.http());
        if (!registry.unadmitted().tryTake(address.getHostString())) {
            LOG.debug("too many unadmitted clients address={}", address);
            return HttpAnswer.TOO_MANY;
        }
        Peer peer = new Peer(registry, address, request.headers());
        HttpAnswer answer = null;
        try {
            answer =
                    request.transport() == Transport.WEBSOCKET
                            ? upgrade(request, response, peer)
                            : open(request, peer);
            return answer;
        } finally {
            if (!peer.isBound()) {
                peer.giveBackUnadmitted();
            } else if (answer != null && answer.status() >= 400) {
                peer.close("handshake failed");
            }
        }
    }

    private HttpAnswer open(EngineRequest request, Peer peer) {
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        PipeChannel channel =
                registry.pipeline().openPolling(peer, request.local(), answer::complete);
        FullHttpRequest message = request.message(Unpooled.EMPTY_BUFFER);
        peer.loop()
                .call(() -> {
                    channel.feed(message);
                    registry.pipeline().bind(peer, channel);
                    return null;
                });
        return answer.getNow(HttpAnswer.BAD_REQUEST);
    }

    // Websocket

    private @Nullable HttpAnswer upgrade(
            EngineRequest request, HttpServletResponse response, Peer peer)
            throws ServletException, IOException {
        CompletableFuture<HttpAnswer> answers = new CompletableFuture<>();
        SocketStream stream = new SocketStream(registry, peer);
        PipeChannel channel =
                registry.pipeline().openSocket(peer, request.local(), stream, answers::complete);
        stream.bind(channel);
        FullHttpRequest message = request.message(Unpooled.EMPTY_BUFFER);
        peer.loop()
                .call(() -> {
                    if (request.isHandshake()) {
                        peer.useSocket(stream);
                        channel.feed(message);
                        registry.pipeline().bind(peer, channel);
                    } else if (peer.tryProbe(stream)) {
                        channel.feed(message);
                        registry.pipeline().probing(peer, stream);
                    }
                    return null;
                });
        HttpAnswer answer = answers.getNow(HttpAnswer.BAD_REQUEST);
        if (answer.status() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
            peer.loop().execute(channel::close);
            return answer;
        }
        answer.writeTo(response);
        request.http().upgrade(WebSocketUpgrade.class).bind(stream);
        return null;
    }

    // Polling

    private @Nullable HttpAnswer poll(
            EngineRequest request, HttpServletResponse response, Peer peer) {
        InetSocketAddress address = clientAddress.apply(request.http());
        if (!registry.polls().tryTake(address.getHostString())) {
            return HttpAnswer.TOO_MANY;
        }
        registry.counters().add(Count.OPEN_POLLS);
        AsyncContext async = request.http().startAsync(request.http(), response);
        async.setTimeout(0);
        OpenPoll poll =
                new OpenPoll(
                        async,
                        peer,
                        () -> {
                            registry.counters().subtract(Count.OPEN_POLLS);
                            registry.polls().giveBack(address.getHostString());
                        });
        if (!peer.tryOpenPoll(poll)) {
            // Two polls at once: the client has lost track, and packets would be split among them.
            poll.answer(HttpAnswer.BAD_REQUEST);
            peer.close("overlapping polls");
            return null;
        }
        PipeChannel channel = registry.pipeline().openPolling(peer, request.local(), poll::answer);
        FullHttpRequest message = request.message(Unpooled.EMPTY_BUFFER);
        peer.loop()
                .execute(() -> {
                    if (peer.hasEnded()) {
                        poll.answer(HttpAnswer.SESSION_UNKNOWN);
                    } else {
                        channel.feed(message);
                        if (peer.probe() != null) {
                            registry.pipeline().releasePollSoon(peer);
                        }
                    }
                });
        return null;
    }

    private HttpAnswer post(EngineRequest request, Peer peer) throws IOException {
        if (!peer.tryBeginPost()) {
            // As with polls; and else one client could hold any number of slow bodies open.
            peer.close("overlapping posts");
            return HttpAnswer.BAD_REQUEST;
        }
        try {
            return receive(request, peer);
        } finally {
            peer.endPost();
        }
    }

    private HttpAnswer receive(EngineRequest request, Peer peer) throws IOException {
        try (RequestBodyReader.Result body = bodies.read(request.http(), peer)) {
            if (body.refusal() != null) {
                return body.refusal();
            }
            CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
            PipeChannel channel =
                    registry.pipeline().openPolling(peer, request.local(), answer::complete);
            FullHttpRequest message = request.message(Unpooled.wrappedBuffer(body.bytes()));
            peer.loop()
                    .call(() -> {
                        channel.feed(message);
                        return null;
                    });
            // The client sends its next request after this answer: that is the back-pressure.
            peer.inbox().awaitIdle();
            return answer.getNow(HttpAnswer.BAD_REQUEST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HttpAnswer.CLOSED;
        }
    }
}
