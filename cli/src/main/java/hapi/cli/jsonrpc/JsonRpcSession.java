package hapi.cli.jsonrpc;

import hapi.cli.agent.AgentProcess;
import hapi.cli.agent.AgentStartException;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls, notifications and the peer's own requests over lines of JSON, one message per line.
///
/// Methods may be called from any thread and do not wait. At most 1,000 calls are open at a time. A
/// line that is no JSON ends the peer, since nobody knows what was lost; JSON that is no object is
/// ignored: some agents print such.
public final class JsonRpcSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JsonRpcSession.class);
    private static final int MAX_OPEN_CALLS = 1_000;

    private final JsonRpcDialect dialect;
    private final JsonRpcHandler handler;
    private final CompletableFuture<Wire> wire = new CompletableFuture<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable PeerGoneException> gone = new AtomicReference<>();

    private JsonRpcSession(JsonRpcDialect dialect, JsonRpcHandler handler) {
        this.dialect = dialect;
        this.handler = handler;
    }

    /// @throws AgentStartException when the peer cannot be started
    public static JsonRpcSession start(
            Wire.Opener opener, JsonRpcDialect dialect, JsonRpcHandler handler)
            throws AgentStartException {
        JsonRpcSession session = new JsonRpcSession(dialect, handler);
        session.wire.complete(opener.open(session.new Incoming()));
        return session;
    }

    /// Asks the peer. The future gets its result; it fails with [JsonRpcException] when the peer
    /// refuses, with [java.util.concurrent.TimeoutException] after `limit`, with
    /// [PeerGoneException] when the peer ends first. An answer that comes late is ignored.
    public CompletableFuture<JsonNode> call(String method, JsonNode params, Duration limit) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        if (open.size() >= MAX_OPEN_CALLS) {
            answer.completeExceptionally(
                    new IllegalStateException(
                            "%d calls are open already".formatted(MAX_OPEN_CALLS)));
            return answer;
        }
        long id = lastId.incrementAndGet();
        open.put(id, answer);
        answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> open.remove(id));
        PeerGoneException over = gone.get();
        if (over == null) {
            send(message(id, method, params));
        } else {
            answer.completeExceptionally(over);
        }
        return answer;
    }

    /// Tells the peer something it does not answer. A missing node means no `params`.
    public void notify(String method, JsonNode params) {
        send(message(null, method, params));
    }

    public boolean isAlive() {
        return gone.get() == null && wire.join().isAlive();
    }

    /// Ends the peer; [JsonRpcHandler#exited] says when it is over.
    @Override
    public void close() {
        wire.join().end();
    }

    private static ObjectNode message(@Nullable Long id, String method, JsonNode params) {
        ObjectNode message = Json.object();
        if (id != null) {
            message.put("id", id);
        }
        message.put("method", method);
        if (!params.isMissingNode()) {
            message.set("params", params);
        }
        return message;
    }

    private void send(ObjectNode message) {
        ObjectNode line = message;
        if (dialect == JsonRpcDialect.STANDARD) {
            line = Json.object().put("jsonrpc", "2.0");
            line.setAll(message);
        }
        wire.join().write(line.toString());
    }

    private void fail(PeerGoneException reason) {
        gone.compareAndSet(null, reason);
        open.values().forEach(call -> call.completeExceptionally(reason));
    }

    /// The peer's lines, on its reader thread.
    private final class Incoming implements AgentProcess.Listener {
        private @Nullable String broken;

        @Override
        public void line(String line) {
            if (broken != null) {
                return;
            }
            try {
                if (Json.parse(line) instanceof ObjectNode message) {
                    take(message);
                } else {
                    log.debug("ignored a line that is no object");
                }
            } catch (JsonSyntaxException e) {
                broken = "said something that is no JSON: " + start(line);
                log.warn("the agent {}", broken);
                fail(new PeerGoneException(-1, "The agent " + broken));
                close();
            }
        }

        @Override
        public void exited(int code, String lastWords) {
            fail(new PeerGoneException(code, "The agent ended with exit code %d".formatted(code)));
            handler.exited(code, broken == null ? lastWords : broken);
        }

        private void take(ObjectNode message) {
            JsonNode method = message.path("method");
            JsonNode id = message.path("id");
            boolean hasId = id.isNumber() || id.isString();
            if (!method.isString()) {
                answered(message, id);
            } else if (hasId) {
                asked(
                        new JsonRpcRequest(
                                id,
                                method.stringValue(),
                                message.path("params"),
                                JsonRpcSession.this::send));
            } else {
                handler.notification(method.stringValue(), message.path("params"));
            }
        }

        private void asked(JsonRpcRequest request) {
            boolean isKnown = false;
            try {
                isKnown = handler.request(request);
            } finally {
                if (!isKnown) {
                    log.info("the agent asked for `{}`, which is not offered", request.method());
                    request.refuse(
                            JsonRpcRequest.METHOD_NOT_FOUND,
                            "Method not found: " + request.method());
                }
            }
        }

        private void answered(ObjectNode message, JsonNode id) {
            CompletableFuture<JsonNode> call =
                    id.isIntegralNumber() && id.canConvertToLong()
                            ? open.get(id.longValue())
                            : null;
            if (call == null) {
                log.debug("ignored an answer to nothing, id {}", id);
            } else if (message.hasNonNull("error")) {
                call.completeExceptionally(JsonRpcException.of(message.path("error")));
            } else {
                call.complete(message.path("result"));
            }
        }

        private static String start(String line) {
            return line.length() <= 200 ? line : line.substring(0, 200) + "...";
        }
    }
}
