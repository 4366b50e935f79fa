package hapi.testkit.hub;

import hapi.protocol.json.Json;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONTokener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A Socket.IO client of its makers' own library, playing a command line, a runner or a browser
/// with terminals by hand. Keeps every event it gets.
public final class SocketPeer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> EVENTS =
            List.of(
                    "update",
                    "error",
                    "rpc-request",
                    "terminal:open",
                    "terminal:write",
                    "terminal:resize",
                    "terminal:close",
                    "terminal:ready",
                    "terminal:output",
                    "terminal:exit",
                    "terminal:error",
                    "agent-terminal:refresh",
                    "agent-terminal:resize",
                    "agent-terminal:input",
                    "agent-terminal:idle",
                    "agent-terminal:output");

    private final Socket socket;
    private final Object lock = new Object();
    private final List<Event> events = new ArrayList<>();
    private final CompletableFuture<String> outcome = new CompletableFuture<>();
    private volatile @Nullable Function<JsonNode, JsonNode> rpc;
    private volatile @Nullable Function<JsonNode, Optional<JsonNode>> updates;

    /// An event as it came; `data` is its first argument.
    public record Event(String name, JsonNode data) {}

    private SocketPeer(Socket socket) {
        this.socket = socket;
    }

    /// Connects and waits for the hub's word.
    ///
    /// @param auth the CONNECT payload, such as `token` and `sessionId`
    public static SocketPeer connect(URI hub, Map<String, String> auth) {
        return connect(hub, "/cli", auth);
    }

    /// A browser's terminals: the namespace `/terminal` with a JWT.
    public static SocketPeer terminal(URI hub, String jwt) {
        return connect(hub, "/terminal", Map.of("token", jwt));
    }

    private static SocketPeer connect(URI hub, String namespace, Map<String, String> auth) {
        IO.Options options =
                IO.Options.builder()
                        .setForceNew(true)
                        .setReconnection(false)
                        .setTransports(new String[] {"websocket"})
                        .setAuth(auth)
                        .build();
        SocketPeer peer = new SocketPeer(IO.socket(hub.resolve(namespace), options));
        peer.listen();
        peer.socket.connect();
        return peer;
    }

    private void listen() {
        socket.on(Socket.EVENT_CONNECT, args -> outcome.complete("connected"));
        socket.on(
                Socket.EVENT_CONNECT_ERROR,
                args -> outcome.complete("refused: " + (args.length == 0 ? "" : args[0])));
        for (String name : EVENTS) {
            socket.on(name, args -> received(name, args));
        }
        socket.io().on(Manager.EVENT_ERROR, args -> outcome.complete("failed: " + args[0]));
    }

    private void received(String name, Object[] args) {
        JsonNode data = args.length == 0 ? Json.object() : tree(args[0]);
        synchronized (lock) {
            events.add(new Event(name, data));
            lock.notifyAll();
        }
        Function<JsonNode, Optional<JsonNode>> onUpdate = updates;
        if (name.equals("update") && onUpdate != null && args[args.length - 1] instanceof Ack ack) {
            onUpdate.apply(data.path("body")).ifPresent(answer -> ack.call(value(answer)));
        }
        Function<JsonNode, JsonNode> answers = rpc;
        if (name.equals("rpc-request") && answers != null && args[args.length - 1] instanceof Ack) {
            ((Ack) args[args.length - 1]).call(answers.apply(data).toString());
        }
    }

    /// Answers every `rpc-request` by this function.
    public SocketPeer answering(Function<JsonNode, JsonNode> answers) {
        rpc = answers;
        return this;
    }

    /// Answers every `update` that asks for an answer by this function of its body; an empty one is
    /// silence.
    public SocketPeer answeringUpdates(Function<JsonNode, Optional<JsonNode>> answers) {
        updates = answers;
        return this;
    }

    /// `connected`, or `refused: ` and why.
    public String outcome() {
        try {
            return outcome.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the hub said nothing to a connect", e);
        }
    }

    public boolean isConnected() {
        return socket.connected();
    }

    public void emit(String event, JsonNode data) {
        socket.emit(event, value(data));
    }

    /// Emits and asks for an answer: its first argument, JSON null when it has none. A hub that
    /// dies leaves the question open.
    public CompletableFuture<JsonNode> asking(String event, JsonNode data) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        socket.emit(
                event,
                new Object[] {value(data)},
                args -> answer.complete(args.length == 0 ? Json.parse("null") : tree(args[0])));
        return answer;
    }

    /// Emits and waits for the answer's first argument; JSON null when it has none.
    public JsonNode ask(String event, JsonNode data) {
        try {
            return asking(event, data).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer to " + event, e);
        }
    }

    /// Waits until the hub has done everything that was emitted before.
    public void flush() {
        ask("ping", Json.object());
    }

    public List<Event> events() {
        synchronized (lock) {
            return List.copyOf(events);
        }
    }

    /// Waits for an event that fits; one that came earlier counts.
    public Event await(String name, Predicate<JsonNode> fits) {
        long end = System.nanoTime() + LIMIT.toNanos();
        synchronized (lock) {
            while (true) {
                Optional<Event> found =
                        events.stream()
                                .filter(e -> e.name().equals(name) && fits.test(e.data()))
                                .findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no %s that fits among %s".formatted(name, events));
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError("interrupted", e);
                }
            }
        }
    }

    @Override
    public void close() {
        socket.close();
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
        return value instanceof String text ? Json.tree(text) : Json.parse(value.toString());
    }
}
