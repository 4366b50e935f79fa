package hapi.hub.socket.transport;

import com.corundumstudio.socketio.Transport;
import hapi.hub.socket.transport.SocketCounters.Count;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    private static final String VERSION = "4";

    /// What a request asks for. `sid` is null for a handshake.
    private record Query(Transport transport, @Nullable String sid) {
        String uri() {
            String name = transport.name().toLowerCase(Locale.ROOT);
            return "/socket.io/?EIO=4&transport=" + name + (sid == null ? "" : "&sid=" + sid);
        }
    }

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
        Map<String, List<String>> parameters =
                new QueryStringDecoder("?" + orEmpty(request.getQueryString())).parameters();
        if (!VERSION.equals(first(parameters, "EIO"))) {
            return HttpAnswer.VERSION_UNKNOWN;
        }
        Transport transport =
                switch (first(parameters, "transport")) {
                    case "polling" -> Transport.POLLING;
                    case "websocket" -> Transport.WEBSOCKET;
                    default -> null;
                };
        if (transport == null) {
            return HttpAnswer.TRANSPORT_UNKNOWN;
        }
        boolean get = request.getMethod().equals("GET");
        if (transport == Transport.WEBSOCKET && (!get || !isUpgrade(request))) {
            return HttpAnswer.BAD_REQUEST;
        }
        if (!parameters.containsKey("sid")) {
            Query query = new Query(transport, null);
            return get ? handshake(request, response, query) : HttpAnswer.BAD_METHOD;
        }
        Peer peer = find(first(parameters, "sid"));
        if (peer == null) {
            return HttpAnswer.SESSION_UNKNOWN;
        }
        Query query = new Query(transport, peer.head().getSessionId().toString());
        if (transport == Transport.WEBSOCKET) {
            return upgrade(request, response, query, peer);
        }
        if (peer.socket() != null) {
            return HttpAnswer.BAD_REQUEST;
        }
        return switch (request.getMethod()) {
            case "GET" -> poll(request, response, query, peer);
            case "POST" -> post(request, query, peer);
            default -> HttpAnswer.BAD_REQUEST;
        };
    }

    private static HttpAnswer preflight(HttpServletRequest request) {
        String wanted = orEmpty(request.getHeader("Access-Control-Request-Headers"));
        Map<String, String> headers =
                Map.of(
                        "Access-Control-Allow-Methods",
                        "GET,POST",
                        "Access-Control-Allow-Headers",
                        wanted);
        return new HttpAnswer(204, headers, new byte[0]);
    }

    private @Nullable Peer find(String sid) {
        try {
            return registry.find(UUID.fromString(sid));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    // A new client

    private @Nullable HttpAnswer handshake(
            HttpServletRequest request, HttpServletResponse response, Query query)
            throws ServletException, IOException {
        InetSocketAddress address = clientAddress.apply(request);
        if (!registry.unadmitted().tryTake(address)) {
            LOG.debug("too many unadmitted clients address={}", address);
            return HttpAnswer.TOO_MANY;
        }
        Peer peer = new Peer(registry, address, headers(request));
        HttpAnswer answer = null;
        try {
            answer =
                    query.transport() == Transport.WEBSOCKET
                            ? upgrade(request, response, query, peer)
                            : open(request, query, peer);
            return answer;
        } finally {
            if (!peer.isBound()) {
                peer.giveBackUnadmitted();
            } else if (answer != null && answer.status() >= 400) {
                peer.close("handshake failed");
            }
        }
    }

    private HttpAnswer open(HttpServletRequest request, Query query, Peer peer) {
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        PipeChannel channel =
                registry.pipeline().openPolling(peer, local(request), answer::complete);
        FullHttpRequest message = message(request, query, Unpooled.EMPTY_BUFFER);
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
            HttpServletRequest request, HttpServletResponse response, Query query, Peer peer)
            throws ServletException, IOException {
        CompletableFuture<HttpAnswer> answers = new CompletableFuture<>();
        SocketStream stream = new SocketStream(registry, peer);
        PipeChannel channel =
                registry.pipeline().openSocket(peer, local(request), stream, answers::complete);
        stream.bind(channel);
        FullHttpRequest message = message(request, query, Unpooled.EMPTY_BUFFER);
        peer.loop()
                .call(() -> {
                    if (query.sid() == null) {
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
        request.upgrade(WebSocketUpgrade.class).bind(stream);
        return null;
    }

    private static boolean isUpgrade(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && "13".equals(request.getHeader("Sec-WebSocket-Version"))
                && request.getHeader("Sec-WebSocket-Key") != null;
    }

    // Polling

    private @Nullable HttpAnswer poll(
            HttpServletRequest request, HttpServletResponse response, Query query, Peer peer) {
        InetSocketAddress address = clientAddress.apply(request);
        if (!registry.polls().tryTake(address)) {
            return HttpAnswer.TOO_MANY;
        }
        registry.counters().add(Count.OPEN_POLLS);
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        OpenPoll poll =
                new OpenPoll(
                        async,
                        peer,
                        () -> {
                            registry.counters().subtract(Count.OPEN_POLLS);
                            registry.polls().giveBack(address);
                        });
        if (!peer.tryOpenPoll(poll)) {
            // Two polls at once: the client has lost track, and packets would be split among them.
            poll.answer(HttpAnswer.BAD_REQUEST);
            peer.close("overlapping polls");
            return null;
        }
        PipeChannel channel = registry.pipeline().openPolling(peer, local(request), poll::answer);
        FullHttpRequest message = message(request, query, Unpooled.EMPTY_BUFFER);
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

    private HttpAnswer post(HttpServletRequest request, Query query, Peer peer) throws IOException {
        try (RequestBodyReader.Result body = bodies.read(request, peer)) {
            if (body.refusal() != null) {
                return body.refusal();
            }
            CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
            PipeChannel channel =
                    registry.pipeline().openPolling(peer, local(request), answer::complete);
            FullHttpRequest message = message(request, query, Unpooled.wrappedBuffer(body.bytes()));
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

    // The library's view of a request

    private static FullHttpRequest message(
            HttpServletRequest request, Query query, ByteBuf content) {
        FullHttpRequest message =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.valueOf(request.getMethod()),
                        query.uri(),
                        content);
        for (String name : Collections.list(request.getHeaderNames())) {
            message.headers().add(name, Collections.list(request.getHeaders(name)));
        }
        return message;
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.putIfAbsent(name.toLowerCase(Locale.ROOT), request.getHeader(name));
        }
        return headers;
    }

    private static InetSocketAddress local(HttpServletRequest request) {
        return new InetSocketAddress(request.getLocalAddr(), request.getLocalPort());
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).getFirst();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
