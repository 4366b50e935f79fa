package hapi.cli.opencode;

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
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Takes what our plugin inside OpenCode tells, over HTTP on a random loopback port with a secret
/// of its own. The plugin sends one event at a time, so they are queued in order; when the queue is
/// full the plugin waits, not the screen.
///
/// An OpenCode that the agent itself starts inherits the plugin: only the first process that says
/// anything counts.
final class PluginServer implements AutoCloseable {
    static final String TOKEN_HEADER = "x-hapi-plugin-token";
    private static final Logger log = LoggerFactory.getLogger(PluginServer.class);
    private static final String PROCESS_HEADER = "x-hapi-process";
    private static final Duration POLL = Duration.ofSeconds(15);
    private static final int MAX_EVENTS = 10_000;
    private static final int MAX_BODY = 32 * 1024 * 1024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<ObjectNode> events = new LinkedBlockingQueue<>(MAX_EVENTS);
    private final AtomicLong process = new AtomicLong();
    private final ScreenQuestions questions;
    private final String token = HexFormat.of().formatHex(randomBytes());

    private PluginServer(HttpServer server, ScreenQuestions questions) {
        this.server = server;
        this.questions = questions;
    }

    static PluginServer start(ScreenQuestions questions) throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        PluginServer server = new PluginServer(http, questions);
        http.createContext("/event", exchange -> server.handle(exchange, server::queue));
        http.createContext("/answer", exchange -> server.handle(exchange, server::answer));
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    String url() {
        return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
    }

    String token() {
        return token;
    }

    /// Whether the plugin has said anything.
    boolean isGreeted() {
        return process.get() != 0;
    }

    /// The next event, empty when none comes in time.
    Optional<ObjectNode> next(Duration limit) throws InterruptedException {
        return Optional.ofNullable(events.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        questions.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private interface Handler {
        void handle(HttpExchange exchange, ObjectNode body)
                throws IOException, InterruptedException;
    }

    private void handle(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            int refusal = refusal(exchange);
            if (refusal != 0) {
                exchange.sendResponseHeaders(refusal, -1);
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            Optional<ObjectNode> read = read(body);
            if (read.isEmpty()) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            handler.handle(exchange, read.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.debug("the screen has ended while its plugin was talking");
        }
    }

    private void queue(HttpExchange exchange, ObjectNode event)
            throws IOException, InterruptedException {
        events.put(event);
        exchange.sendResponseHeaders(204, -1);
    }

    private void answer(HttpExchange exchange, ObjectNode asked)
            throws IOException, InterruptedException {
        switch (questions.await(asked.path("id").asString(""), POLL)) {
            case ScreenQuestions.Reply.Given(String word) -> {
                byte[] said = word.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, said.length);
                exchange.getResponseBody().write(said);
            }
            case ScreenQuestions.Reply.Later _ -> exchange.sendResponseHeaders(204, -1);
            case ScreenQuestions.Reply.Never _ -> exchange.sendResponseHeaders(410, -1);
        }
    }

    private static Optional<ObjectNode> read(byte[] body) {
        try {
            return Json.parse(new String(body, StandardCharsets.UTF_8)) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    private int refusal(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst(TOKEN_HEADER);
        if (given == null
                || !MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8))) {
            return 401;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        String named = exchange.getRequestHeaders().getFirst(PROCESS_HEADER);
        if (named == null || !named.matches("[1-9][0-9]{0,17}")) {
            return 400;
        }
        long speaker = Long.parseLong(named);
        return process.compareAndSet(0, speaker) || process.get() == speaker ? 0 : 409;
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
