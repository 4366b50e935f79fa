package hapi.hub;

import hapi.hub.message.PromptDelivery;
import hapi.hub.scope.SessionKey;
import hapi.protocol.model.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Sockets that answer as told.
public final class RecordedDelivery implements PromptDelivery {
    public final List<Message> delivered = new CopyOnWriteArrayList<>();
    public volatile int listeners;
    public volatile CancelAnswer cancelAnswer = CancelAnswer.NONE;
    public volatile RetryAnswer retryAnswer = RetryAnswer.REFUSED;

    @Override
    public int listeners(SessionKey key) {
        return listeners;
    }

    @Override
    public void deliver(SessionKey key, List<Message> messages) {
        delivered.addAll(messages);
    }

    @Override
    public CancelAnswer cancel(SessionKey key, String messageId, @Nullable String localId) {
        return cancelAnswer;
    }

    @Override
    public RetryAnswer retry(SessionKey key, Message message) {
        return retryAnswer;
    }
}
