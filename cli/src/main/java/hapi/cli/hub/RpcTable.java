package hapi.cli.hub;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcError;
import hapi.protocol.rpc.RpcMethod;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The methods one process offers: registers them on every connect in the order they were added,
/// and answers requests, each on a virtual thread.
///
/// An answer leaves after everything its handler sent before it returned: `beforeAnswer` waits for
/// the versioned updates, messages are handed over in order anyway. The hub re-reads the state as
/// soon as it has the answer, so the answer must not overtake the state.
final class RpcTable {
    private static final Logger log = LoggerFactory.getLogger(RpcTable.class);

    private record Entry<P, R>(RpcMethod<P, R> method, RpcHandler<P, R> handler) {
        String answer(String params) throws RpcFailure {
            return method.writeResult(handler.handle(method.readParams(params))).text();
        }
    }

    private final String ownerId;
    private final SocketClient socket;
    private final Runnable beforeAnswer;
    private final Map<String, Entry<?, ?>> entries =
            Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<Thread, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    RpcTable(String ownerId, SocketClient socket, Runnable beforeAnswer) {
        this.ownerId = ownerId;
        this.socket = socket;
        this.beforeAnswer = beforeAnswer;
    }

    <P, R> void handle(RpcMethod<P, R> method, RpcHandler<P, R> handler) {
        entries.put(method.wireName(ownerId), new Entry<>(method, handler));
        register(method.wireName(ownerId));
    }

    void registerAll() {
        String[] names;
        synchronized (entries) {
            names = entries.keySet().toArray(String[]::new);
        }
        for (String name : names) {
            register(name);
        }
    }

    void request(RawJson request, SocketListener.Acker ack) {
        JsonNode node = request.read();
        String name = node.path("method").asString("");
        JsonNode given = node.path("params");
        String params =
                given.isString()
                        ? given.stringValue()
                        : given.isMissingNode() ? "" : given.toString();
        Entry<?, ?> entry = entries.get(name);
        if (entry == null) {
            ack.answer(error(RpcError.METHOD_NOT_FOUND.error()));
            return;
        }
        CompletableFuture<Void> answered = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual()
                        .name("hapi-rpc-" + entry.method().name())
                        .unstarted(() -> {
                            try {
                                run(entry, params, ack);
                            } finally {
                                running.remove(Thread.currentThread());
                                answered.complete(null);
                            }
                        });
        running.put(thread, answered);
        thread.start();
    }

    /// Waits until the requests that came so far are answered, but for one that is handled on this
    /// very thread; goes on when that takes longer.
    void awaitAnswered(Duration limit) {
        CompletableFuture<?>[] others =
                running.entrySet().stream()
                        .filter(it -> !it.getKey().equals(Thread.currentThread()))
                        .map(Map.Entry::getValue)
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(others)
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void register(String name) {
        socket.emit("rpc-register", RawJson.of(Map.of("method", name)));
    }

    /// An edge: whatever a handler throws becomes the caller's error text.
    private void run(Entry<?, ?> entry, String params, SocketListener.Acker ack) {
        RawJson answer;
        try {
            String result = entry.answer(params);
            answer = result.equals("null") ? RawJson.NULL : text(result);
        } catch (RpcFailure e) {
            answer = error(e.getMessage());
        } catch (JsonSyntaxException e) {
            answer = error("Invalid params: " + e.getMessage());
        } catch (RuntimeException e) {
            log.error("handler of {} failed", entry.method().name(), e);
            answer = error(e.getMessage());
        }
        beforeAnswer.run();
        ack.answer(answer);
    }

    private static RawJson error(@Nullable String message) {
        return text(Json.write(new RpcError(message == null ? "Internal error" : message)));
    }

    /// Answers travel as a JSON string that holds JSON.
    private static RawJson text(String json) {
        return RawJson.of(json);
    }
}
