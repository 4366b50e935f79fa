package hapi.cli.claude;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hapi.cli.agent.LocalAgent;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes the hooks of an interactive `claude` that need an answer, over HTTP on a random loopback
/// port with a secret of its own, so that no program is started for a tool call.
///
/// While a question waits, a space is written every half second: JSON may begin with spaces, and a
/// failed write says that Claude hung up. It also keeps the request from looking idle.
final class HookServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HookServer.class);
    private static final String TOKEN_HEADER = "x-hapi-hook-token";
    private static final Duration BEAT = Duration.ofMillis(500);

    /// A person may be asleep; Claude takes seconds.
    private static final long QUESTION_LIMIT = Duration.ofDays(7).toSeconds();

    /// If we are in trouble the agent goes on without us.
    private static final long NOTICE_LIMIT = 5;

    private static final int MAX_BODY = 32 * 1024 * 1024;
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    private enum Hook {
        BEGINS("PreToolUse", NOTICE_LIMIT),
        ASKS("PermissionRequest", QUESTION_LIMIT),
        RAN("PostToolUse", NOTICE_LIMIT),
        FAILED("PostToolUseFailure", NOTICE_LIMIT);

        private final String event;
        private final long seconds;

        Hook(String event, long seconds) {
            this.event = event;
            this.seconds = seconds;
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final PermissionHooks hooks;
    private final String token = HexFormat.of().formatHex(randomBytes());

    private HookServer(HttpServer server, PermissionHooks hooks) {
        this.server = server;
        this.hooks = hooks;
    }

    static HookServer start(LocalAgent.Listener listener) throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HookServer server = new HookServer(http, new PermissionHooks(listener));
        for (Hook hook : Hook.values()) {
            http.createContext("/hook/" + hook.event, exchange -> server.handle(exchange, hook));
        }
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    /// The hooks to put into Claude's settings: event to its list of matchers.
    ObjectNode settings() {
        ObjectNode settings = Json.object();
        for (Hook hook : Hook.values()) {
            ObjectNode call =
                    Json.object()
                            .put("type", "http")
                            .put("url", url(hook.event))
                            .put("timeout", hook.seconds);
            call.putObject("headers").put(TOKEN_HEADER, token);
            ObjectNode matcher = Json.object().put("matcher", "*");
            matcher.putArray("hooks").add(call);
            settings.putArray(hook.event).add(matcher);
        }
        return settings;
    }

    @Override
    public void close() {
        hooks.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private String url(String event) {
        return "http://127.0.0.1:%d/hook/%s".formatted(server.getAddress().getPort(), event);
    }

    private void handle(HttpExchange exchange, Hook hook) throws IOException {
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
            if (!(read(body) instanceof ObjectNode call)) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            switch (hook) {
                case BEGINS -> hooks.begins(call);
                case RAN, FAILED -> hooks.ran(call);
                case ASKS -> {
                    await(exchange, hooks.asks(call));
                    return;
                }
            }
            exchange.sendResponseHeaders(200, NOTHING.length);
            exchange.getResponseBody().write(NOTHING);
        }
    }

    /// No object when it is no JSON.
    private static JsonNode read(byte[] body) {
        try {
            return Json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (JsonSyntaxException e) {
            return NullNode.instance;
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
        return exchange.getRequestMethod().equals("POST") ? 0 : 405;
    }

    private void await(HttpExchange exchange, PermissionHooks.Question question)
            throws IOException {
        try {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (!isAnswered(question)) {
                out.write(' ');
                out.flush();
            }
            out.write(question.answer().join().body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("the screen no longer waits for an answer: {}", e.getMessage());
            hooks.hungUp(question);
        }
    }

    private static boolean isAnswered(PermissionHooks.Question question) throws IOException {
        try {
            question.answer().get(BEAT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("answers never fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the session is ending", e);
        }
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
