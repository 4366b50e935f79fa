package hapi.compare;

import hapi.cli.hub.AckResult;
import hapi.cli.hub.HubAccess;
import hapi.cli.hub.SocketClient;
import hapi.cli.hub.SocketListener;
import hapi.cli.hub.SocketOptions;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// One command line with a session: a real Socket.IO connection that sends what a test says. It
/// answers RPCs at once and reports every prompt as consumed.
final class Line implements SocketListener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// What `git status` prints in a small change, as the RPC answers it: JSON in a JSON string.
    private static final RawJson GIT_STATUS =
            RawJson.of(
                    Json.object()
                            .put("success", true)
                            .put("stdout", "1 .M N... 100644 100644 100644 a b src/Main.java\n")
                            .put("exitCode", 0)
                            .toString());

    private final String sessionId;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final SocketClient client;
    private final String messageHead;
    private volatile Consumer<JsonNode> prompts = prompt -> {};
    private volatile String fault = "";

    Line(MeasuredHub hub, String sessionId) {
        this.sessionId = sessionId;
        this.messageHead =
                "{\"sid\":\"%s\",\"message\":{\"role\":\"agent\",\"content\":{\"type\":\"codex\",\"data\":{\"type\":\"message\",\"message\":\""
                        .formatted(sessionId);
        String token = hub.token("");
        RawJson auth =
                RawJson.of(
                        Map.of(
                                "token",
                                token,
                                "sessionId",
                                sessionId,
                                "clientType",
                                "session-scoped"));
        this.client =
                new SocketClient(SocketOptions.of(new HubAccess(hub.url(), token), auth), this);
        client.start();
    }

    String sessionId() {
        return sessionId;
    }

    void awaitConnected() {
        try {
            if (!connected.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("no connection: " + fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Is told each prompt that comes, again and again if it comes again.
    void onPrompt(Consumer<JsonNode> next) {
        prompts = next;
    }

    /// An agent's message with this text, which needs no escaping.
    void send(String text) {
        emit("message", RawJson.trusted(messageHead + text + "\"}}}}"));
    }

    void alive() {
        emit(
                "session-alive",
                RawJson.of(
                        Json.object()
                                .put("sid", sessionId)
                                .put("time", System.currentTimeMillis())
                                .put("thinking", false)
                                .put("mode", "remote")));
    }

    void register(String method) {
        emit("rpc-register", RawJson.of(Json.object().put("method", sessionId + ":" + method)));
    }

    /// Waits until the hub has done everything that was sent before.
    void flush() {
        // Without an argument: with one the published hub takes it for the callback and dies.
        ask("ping");
    }

    JsonNode ask(String event, RawJson... data) {
        AckResult result = client.request(event, LIMIT, data).join();
        if (!(result instanceof AckResult.Acked acked)) {
            throw new IllegalStateException("%s: %s %s".formatted(event, result, fault));
        }
        return acked.first().read();
    }

    private void emit(String event, RawJson data) {
        if (!client.emit(event, data)) {
            throw new IllegalStateException("the connection was lost: " + fault);
        }
    }

    @Override
    public void connected() {
        connected.countDown();
    }

    @Override
    public void disconnected(String reason) {
        fault = reason;
    }

    @Override
    public void refused(String message) {
        fault = message;
    }

    @Override
    public void event(String name, List<RawJson> args, Acker ack) {
        if (name.equals("rpc-request")) {
            ack.answer(GIT_STATUS);
        } else if (name.equals("update")) {
            JsonNode body = args.getFirst().read().path("body");
            if (body.path("t").asString("").equals("new-message")) {
                prompt(body.path("message"));
            }
        }
    }

    private void prompt(JsonNode message) {
        String localId = message.path("localId").asString("");
        if (localId.isEmpty()) {
            return;
        }
        RawJson consumed =
                RawJson.of(
                        Json.object()
                                .put("sid", sessionId)
                                .set("localIds", Json.tree(List.of(localId))));
        client.emit("messages-consumed", consumed);
        prompts.accept(message);
    }

    @Override
    public void close() {
        client.close();
    }
}
