package hapi.cli.runner;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The runner's door for commands of the same user: HTTP on the loopback address, POST and JSON
/// only, behind a secret that stands in the state file. A published runner's has no secret; any
/// user of the machine can start programs through it.
final class ControlServer implements AutoCloseable {
    static final String SECRET_HEADER = "X-Hapi-Runner-Secret";
    private static final int MAX_BODY = 1024 * 1024;
    private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

    /// Answers one route.
    @FunctionalInterface
    interface Route {
        Reply answer(JsonNode body);
    }

    record Reply(int status, JsonNode body) {
        static Reply ok(JsonNode body) {
            return new Reply(200, body);
        }
    }

    private final HttpServer server;
    private final String secret;

    private ControlServer(HttpServer server, String secret) {
        this.server = server;
        this.secret = secret;
    }

    static ControlServer start(Map<String, Route> routes) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        HttpServer http =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0),
                        0);
        ControlServer control = new ControlServer(http, HexFormat.of().formatHex(random));
        http.setExecutor(Thread::startVirtualThread);
        http.createContext("/", exchange -> control.handle(exchange, routes));
        http.start();
        return control;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String secret() {
        return secret;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange, Map<String, Route> routes) throws IOException {
        try (exchange) {
            Reply reply;
            try {
                reply = answer(exchange, routes);
            } catch (JsonSyntaxException e) {
                reply = new Reply(400, error("Body is not JSON"));
            } catch (RuntimeException e) {
                log.error("control call {} failed", exchange.getRequestURI().getPath(), e);
                reply = new Reply(500, error(String.valueOf(e.getMessage())));
            }
            byte[] bytes = Json.write(reply.body()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Reply answer(HttpExchange exchange, Map<String, Route> routes) throws IOException {
        if (isFromBrowser(exchange.getRequestHeaders())) {
            return new Reply(403, error("Not for browsers"));
        }
        String given = exchange.getRequestHeaders().getFirst(SECRET_HEADER);
        boolean allowed =
                given != null
                        && MessageDigest.isEqual(
                                given.getBytes(StandardCharsets.UTF_8),
                                secret.getBytes(StandardCharsets.UTF_8));
        if (!allowed) {
            return new Reply(401, error("Invalid secret"));
        }
        Route route = routes.get(exchange.getRequestURI().getPath());
        if (route == null) {
            return new Reply(404, error("Not found"));
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return new Reply(405, error("Use POST"));
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return new Reply(413, error("Body is too large"));
        }
        String text = new String(body, StandardCharsets.UTF_8);
        return route.answer(text.isBlank() ? Json.object() : Json.parse(text));
    }

    /// A page could be made to call a port of this machine, or a name that leads to it. Our own
    /// client names the address and sends nothing that only browsers send.
    private boolean isFromBrowser(Headers headers) {
        String host = String.valueOf(headers.getFirst("Host"));
        return headers.containsKey("Origin")
                || headers.containsKey("Sec-Fetch-Site")
                || headers.containsKey("Referer")
                || !Set.of("127.0.0.1:" + port(), "localhost:" + port()).contains(host);
    }

    static JsonNode error(String message) {
        return Json.object().put("error", message);
    }
}
