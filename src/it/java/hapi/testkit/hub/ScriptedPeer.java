package hapi.testkit.hub;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONTokener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Socket.IO client that plays a command line, a runner or a browser terminal. It keeps every
/// event it gets, and answers the calls it has an answer for.
public final class ScriptedPeer implements AutoCloseable {
    private static final long LIMIT_MILLIS = 20_000;

    private final Socket socket;
    private final List<JsonNode> events = new ArrayList<>();
    private final Map<String, Function<JsonNode, JsonNode>> calls = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> actions = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> updates = new ConcurrentHashMap<>();
    private final CompletableFuture<String> outcome = new CompletableFuture<>();

    /// The answers to calls, one after the other, off the thread that all sockets of the client
    /// library share: an answer may wait for another socket.
    private CompletableFuture<?> answers = CompletableFuture.completedFuture(null);

    private ScriptedPeer(Socket socket) {
        this.socket = socket;
    }

    /// @param path the Socket.IO namespace, `/cli` or `/terminal`
    public static ScriptedPeer connect(URI hub, String path, Map<String, String> auth) {
        IO.Options options =
                IO.Options.builder()
                        .setForceNew(true)
                        .setReconnection(false)
                        .setTransports(new String[] {"websocket"})
                        .setAuth(new HashMap<>(auth))
                        .build();
        ScriptedPeer peer = new ScriptedPeer(IO.socket(hub.resolve(path), options));
        peer.socket.onAnyIncoming(peer::received);
        peer.socket.on(Socket.EVENT_CONNECT, args -> peer.outcome.complete("connected"));
        peer.socket.on(
                Socket.EVENT_CONNECT_ERROR,
                args ->
                        peer.outcome.complete(
                                "refused " + (args.length == 0 ? "" : tree(args[0]).toString())));
        peer.socket.connect();
        return peer;
    }

    /// `connected`, or `refused` and the hub's word.
    public String outcome() {
        return get(outcome, "no answer");
    }

    /// Answers the RPC of this name, without the id before its colon.
    public void answering(String method, Function<JsonNode, JsonNode> answer) {
        calls.put(method, answer);
    }

    /// Registers the call for a session or a machine and answers it.
    public void serve(String id, String method, Function<JsonNode, JsonNode> answer) {
        answering(method, answer);
        emit("rpc-register", Json.object().put("method", id + ":" + method));
    }

    /// Does this, on the socket's thread, whenever the event comes.
    public void on(String event, Consumer<JsonNode> action) {
        actions.put(event, action);
    }

    /// Waits for an event that fits; one that came earlier counts.
    public JsonNode await(Predicate<JsonNode> fits) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (events) {
            while (true) {
                Optional<JsonNode> found = events.stream().filter(fits).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no event that fits among " + events);
                }
                try {
                    events.wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /// Acknowledges updates of this kind, the `t` of their body.
    public void acknowledging(String kind, JsonNode answer) {
        updates.put(kind, answer);
    }

    public void silence(String kind) {
        updates.remove(kind);
    }

    public void emit(String event, JsonNode data) {
        socket.emit(event, value(data));
    }

    /// Emits and waits for the answer's first argument. JSON null is no argument.
    public JsonNode ask(String event, JsonNode data) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        socket.emit(
                event,
                data.isNull() ? new Object[0] : new Object[] {value(data)},
                args ->
                        answer.complete(
                                args.length == 0
                                        ? Json.object().put("$arguments", 0)
                                        : tree(args[0])));
        return get(answer, Json.object().put("$answer", "none"));
    }

    /// Waits until the hub has done everything that was emitted before. The published hub ends when
    /// a ping has an argument.
    public void flush() {
        ask("ping", Json.parse("null"));
    }

    /// Every event so far, oldest first: `event`, `data`, and `asked` when it wants an answer. The
    /// `params` of a call are unpacked.
    public List<JsonNode> seen() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private void received(Object... args) {
        String name = String.valueOf(args[0]);
        boolean isAsked = args[args.length - 1] instanceof Ack;
        List<Object> values =
                new ArrayList<>(Arrays.asList(args).subList(1, args.length - (isAsked ? 1 : 0)));
        JsonNode data = values.isEmpty() ? Json.parse("null") : tree(values.getFirst());
        if (data.path("params").isString() && data.isObject()) {
            ((ObjectNode) data).set("params", parsed(data.path("params").asString()));
        }
        ObjectNode event = Json.object().put("event", name);
        event.set("data", data);
        if (isAsked) {
            event.put("asked", true);
        }
        synchronized (events) {
            events.add(event);
            events.notifyAll();
        }
        Optional.ofNullable(actions.get(name)).ifPresent(action -> action.accept(data));
        if (isAsked) {
            answer(name, data, (Ack) args[args.length - 1]);
        }
    }

    private void answer(String event, JsonNode data, Ack ack) {
        if (event.equals("rpc-request")) {
            String method = data.path("method").asString("").replaceFirst("^[^:]*:", "");
            Function<JsonNode, JsonNode> answer = calls.get(method);
            if (answer != null) {
                answers =
                        answers.handleAsync(
                                (_, _) -> {
                                    JsonNode result = answer.apply(data.path("params"));
                                    ack.call(result.isNull() ? JSONObject.NULL : result.toString());
                                    return null;
                                },
                                Thread::startVirtualThread);
            }
            return;
        }
        JsonNode result = updates.get(data.path("body").path("t").asString(""));
        if (result != null) {
            ack.call(value(result));
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (JsonSyntaxException e) {
            return Json.tree(text);
        }
    }

    private static <T> T get(CompletableFuture<T> future, T fallback) {
        try {
            return future.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return fallback;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(JsonNode data) {
        try {
            return new JSONTokener(data.toString()).nextValue();
        } catch (JSONException e) {
            throw new IllegalArgumentException("not JSON: " + data, e);
        }
    }

    private static JsonNode tree(@Nullable Object value) {
        if (value == null || value == JSONObject.NULL) {
            return Json.parse("null");
        }
        if (value instanceof Exception failure) {
            return Json.tree(String.valueOf(failure.getMessage()));
        }
        return value instanceof String text ? Json.tree(text) : Json.parse(value.toString());
    }
}
