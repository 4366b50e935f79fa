package hapi.hub.message;

import hapi.hub.scope.SessionKey;
import hapi.protocol.model.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way of a prompt to the CLI sockets of a session; the socket adapter implements it. None of
/// its calls runs on a lane.
public interface PromptDelivery {
    /// How many CLI sockets belong to the session just now.
    int listeners(SessionKey key);

    /// Sends the rows to every socket of the session. Never blocks. A CLI drops what it knows.
    void deliver(SessionKey key, List<Message> messages);

    /// Asks every socket to forget a queued prompt; waits 500 ms.
    CancelAnswer cancel(SessionKey key, String messageId, @Nullable String localId);

    /// Hands a prompt out again, past the CLI's own memory of ids; waits 500 ms.
    RetryAnswer retry(SessionKey key, Message message);

    /// The strongest answer of all sockets, in this order; `NONE` when nobody answered in time or
    /// knew the prompt.
    enum CancelAnswer {
        CONSUMED,
        INDETERMINATE,
        IN_FLIGHT,
        REMOVED,
        NONE
    }

    enum RetryAnswer {
        ACCEPTED,
        CONSUMED,
        REFUSED
    }
}
