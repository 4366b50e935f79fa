package hapi.hub.socket.transport;

import com.corundumstudio.socketio.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request of Engine.IO 4 with its query checked. `sid` is null for a handshake.
record EngineRequest(HttpServletRequest http, Transport transport, @Nullable UUID sid) {
    private static final String VERSION = "4";

    /// What netty-socketio and Netty's websocket handshake look at; the rest stays with us.
    private static final List<String> LIBRARY_HEADERS =
            List.of(
                    "Host",
                    "Origin",
                    "Connection",
                    "Upgrade",
                    "Sec-WebSocket-Key",
                    "Sec-WebSocket-Version");

    /// Why a request is none.
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient HttpAnswer answer;

        RefusedException(HttpAnswer answer) {
            super("status " + answer.status(), null, false, false);
            this.answer = answer;
        }

        HttpAnswer answer() {
            return answer;
        }
    }

    static EngineRequest read(HttpServletRequest http) throws RefusedException {
        Map<String, List<String>> query = query(http);
        if (!VERSION.equals(first(query, "EIO"))) {
            throw new RefusedException(HttpAnswer.VERSION_UNKNOWN);
        }
        Transport transport =
                switch (first(query, "transport")) {
                    case "polling" -> Transport.POLLING;
                    case "websocket" -> Transport.WEBSOCKET;
                    default -> throw new RefusedException(HttpAnswer.TRANSPORT_UNKNOWN);
                };
        if (transport == Transport.WEBSOCKET && !isUpgrade(http)) {
            throw new RefusedException(HttpAnswer.BAD_REQUEST);
        }
        return new EngineRequest(
                http, transport, query.containsKey("sid") ? sid(first(query, "sid")) : null);
    }

    private static Map<String, List<String>> query(HttpServletRequest http)
            throws RefusedException {
        String query = http.getQueryString();
        try {
            return new QueryStringDecoder(query == null ? "" : "?" + query).parameters();
        } catch (IllegalArgumentException _) {
            throw new RefusedException(HttpAnswer.BAD_REQUEST);
        }
    }

    private static UUID sid(String text) throws RefusedException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new RefusedException(HttpAnswer.SESSION_UNKNOWN);
        }
    }

    private static boolean isUpgrade(HttpServletRequest http) {
        return http.getMethod().equals("GET")
                && "websocket".equalsIgnoreCase(http.getHeader("Upgrade"))
                && "13".equals(http.getHeader("Sec-WebSocket-Version"))
                && http.getHeader("Sec-WebSocket-Key") != null;
    }

    private static String first(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    boolean isHandshake() {
        return sid == null;
    }

    /// The request as netty-socketio wants to see it.
    FullHttpRequest message(ByteBuf content) {
        String name = transport.name().toLowerCase(Locale.ROOT);
        String uri = "/socket.io/?EIO=4&transport=" + name + (sid == null ? "" : "&sid=" + sid);
        HttpMethod method = HttpMethod.valueOf(http.getMethod());
        FullHttpRequest message =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, uri, content);
        for (String header : LIBRARY_HEADERS) {
            String value = http.getHeader(header);
            if (value != null) {
                message.headers().set(header, value);
            }
        }
        return message;
    }

    /// All headers, names in lower case, the first value of each.
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        for (String name : Collections.list(http.getHeaderNames())) {
            headers.putIfAbsent(name.toLowerCase(Locale.ROOT), http.getHeader(name));
        }
        return headers;
    }

    InetSocketAddress local() {
        return new InetSocketAddress(http.getLocalAddr(), http.getLocalPort());
    }
}
