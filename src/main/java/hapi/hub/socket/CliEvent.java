package hapi.hub.socket;

import hapi.hub.events.Origin;
import hapi.hub.socket.transport.Ack;
import hapi.hub.socket.transport.SocketConnection;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// One event of a `/cli` client with everything an answer needs. `body` is its first argument.
record CliEvent(SocketConnection connection, CliPeer peer, JsonNode body, @Nullable Ack ack) {
    private static final Logger log = LoggerFactory.getLogger(CliEvent.class);

    Origin origin() {
        return CliPeer.origin(connection.id());
    }

    boolean hasText(String name) {
        return body.path(name).isString();
    }

    String text(String name) {
        return body.path(name).asString("");
    }

    void answer(RawJson... arguments) {
        if (ack != null) {
            ack.send(arguments);
        }
    }

    /// Answers without arguments when everything this client sent before is stored.
    void answerWhenSettled() {
        peer.sequencer().settled().thenRun(this::answer);
    }

    /// Puts work in the connection's line and answers with its outcome, or with `failed` when it
    /// breaks.
    <T> void answerWith(CompletableFuture<T> work, Function<T, RawJson> answer, RawJson failed) {
        peer.sequencer().add(work);
        work.whenComplete((result, failure) -> {
            if (failure == null) {
                answer(answer.apply(result));
            } else {
                log.error("ns={} an event was not applied", peer.namespace(), failure);
                answer(failed);
            }
        });
    }

    /// Puts work in the connection's line; nobody is told of its outcome.
    void follow(CompletableFuture<?> work) {
        peer.sequencer().add(work);
        work.exceptionally(failure -> {
            log.error("ns={} an event was not applied", peer.namespace(), failure);
            return null;
        });
    }

    /// The event `error` about an id that this client may not use.
    void refuse(String scope, String id, boolean isForeign) {
        connection.emit(
                "error",
                RawJson.of(
                        Json.object()
                                .put(
                                        "message",
                                        scope + (isForeign ? " access denied" : " not found"))
                                .put("code", code(isForeign))
                                .put("scope", scope)
                                .put("id", id)));
    }

    static String code(boolean isForeign) {
        return isForeign ? "access-denied" : "not-found";
    }
}
