package hapi.cli.session;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A hub that takes everything at once and remembers it, in one order.
final class RecordingHub implements HubPort {
    private final List<String> log = new ArrayList<>();
    private final Map<String, Function<Object, Object>> handlers = new HashMap<>();
    private ObjectNode state = Json.object();
    private ObjectNode metadata = Json.object();
    private @Nullable PromptIntake intake;
    private @Nullable End end;
    private SessionSettings settings = new SessionSettings(Map.of());
    private boolean isThinking;
    private volatile boolean hasRoom = true;

    @Override
    public synchronized void message(RawJson message, OptionalLong createdAt) {
        log.add(shortOf(message.read()));
    }

    /// Is told to be full, or to have room again.
    void room(boolean now) {
        hasRoom = now;
    }

    @Override
    public boolean awaitRoom(Duration limit) {
        return hasRoom;
    }

    @Override
    public synchronized CompletableFuture<?> updateState(UnaryOperator<ObjectNode> change) {
        state = change.apply(state.deepCopy());
        log.add("state " + state.path("requests").propertyNames());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<?> updateMetadata(UnaryOperator<ObjectNode> change) {
        metadata = change.apply(metadata.deepCopy());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized ObjectNode metadata() {
        return metadata.deepCopy();
    }

    @Override
    public synchronized void consumed(List<String> localIds) {
        localIds.forEach(id -> log.add("consumed " + id));
    }

    @Override
    public synchronized void given(List<String> localIds) {
        localIds.forEach(id -> log.add("given " + id));
    }

    @Override
    public synchronized void alive(boolean thinking, boolean isLocal, SessionSettings now) {
        isThinking = thinking;
        settings = now;
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <P, R> void handle(RpcMethod<P, R> method, Function<P, R> handler) {
        handlers.put(method.name(), params -> handler.apply((P) params));
    }

    @Override
    public synchronized void onPrompts(PromptIntake prompts) {
        intake = prompts;
    }

    @Override
    public synchronized void end(End how) {
        end = how;
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    synchronized ObjectNode state() {
        return state.deepCopy();
    }

    synchronized @Nullable End end() {
        return end;
    }

    synchronized SessionSettings settings() {
        return settings;
    }

    synchronized boolean isThinking() {
        return isThinking;
    }

    synchronized boolean isListening() {
        return intake != null;
    }

    void send(String localId, String text) {
        PromptIntake to;
        synchronized (this) {
            to = java.util.Objects.requireNonNull(intake);
        }
        to.prompt(localId, Prompt.message(text));
    }

    Object call(RpcMethod<?, ?> method, Object params) {
        Function<Object, Object> handler;
        synchronized (this) {
            handler = java.util.Objects.requireNonNull(handlers.get(method.name()));
        }
        return handler.apply(params);
    }

    private static String shortOf(JsonNode message) {
        JsonNode content = message.path("content");
        JsonNode data = content.path("data");
        return switch (content.path("type").asString("")) {
            case "text" -> "user " + content.path("text").asString("");
            case "event" ->
                    ("event "
                                    + data.path("type").asString("")
                                    + " "
                                    + data.path("message").asString(data.path("mode").asString("")))
                            .strip();
            case "output" -> {
                JsonNode block = data.path("message").path("content").path(0);
                yield "%s %s"
                        .formatted(
                                data.path("type").asString(""),
                                block.path("text")
                                        .asString(
                                                block.path("name")
                                                        .asString(
                                                                block.path("content")
                                                                        .asString(
                                                                                data.path("subtype")
                                                                                        .asString(
                                                                                                "")))))
                        .strip();
            }
            default -> message.toString();
        };
    }
}
