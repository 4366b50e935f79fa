package hapi.hub.socket;

import hapi.hub.message.PromptDelivery;
import hapi.hub.scope.SessionKey;
import hapi.hub.socket.transport.ConnectionLostException;
import hapi.hub.socket.transport.SocketConnection;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Prompts to the sockets of a session's room, and the two handshakes about a queued one.
final class SocketPromptDelivery implements PromptDelivery {
    /// The published hub waits half a second, which no command line keeps on a line of 600 ms: it
    /// would take every queued prompt for lost.
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final Rooms rooms;
    private final Clock clock;

    SocketPromptDelivery(Rooms rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    @Override
    public int listeners(SessionKey key) {
        return rooms.of(key).size();
    }

    @Override
    public void deliver(SessionKey key, List<Message> messages) {
        Collection<SocketConnection> room = rooms.of(key);
        if (room.isEmpty()) {
            return;
        }
        for (Message message : messages) {
            SocketConnection.emitAll(room, Updates.EVENT, Updates.prompt(key, message));
        }
    }

    @Override
    public CancelAnswer cancel(SessionKey key, String messageId, @Nullable String localId) {
        List<JsonNode> answers =
                ask(rooms.of(key), Updates.cancelQueued(key, messageId, localId, clock.millis()));
        if (says(answers, "consumed")) {
            return CancelAnswer.CONSUMED;
        }
        if (says(answers, "indeterminate")) {
            return CancelAnswer.INDETERMINATE;
        }
        if (says(answers, "inFlight")) {
            return CancelAnswer.IN_FLIGHT;
        }
        return says(answers, "removed") ? CancelAnswer.REMOVED : CancelAnswer.NONE;
    }

    @Override
    public RetryAnswer retry(SessionKey key, Message message) {
        List<JsonNode> answers = ask(rooms.of(key), Updates.retryQueued(key, message));
        if (says(answers, "consumed")) {
            return RetryAnswer.CONSUMED;
        }
        return says(answers, "accepted") ? RetryAnswer.ACCEPTED : RetryAnswer.REFUSED;
    }

    private static boolean says(List<JsonNode> answers, String word) {
        return answers.stream().anyMatch(answer -> answer.path(word).asBoolean(false));
    }

    /// What the sockets of a room answered in time.
    private static List<JsonNode> ask(Collection<SocketConnection> room, RawJson packet) {
        List<CompletableFuture<RawJson>> asked =
                room.stream()
                        .map(socket -> socket.emitWithAck(Updates.EVENT, ANSWER, packet))
                        .toList();
        List<JsonNode> answers = new ArrayList<>();
        for (CompletableFuture<RawJson> answer : asked) {
            try {
                answers.add(answer.get().read());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TimeoutException)
                        && !(e.getCause() instanceof ConnectionLostException)) {
                    throw new IllegalStateException("asking a socket failed", e.getCause());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return answers;
            }
        }
        return answers;
    }
}
