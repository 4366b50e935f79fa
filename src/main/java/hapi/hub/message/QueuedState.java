package hapi.hub.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// What became of messages by local id; unknown ids appear nowhere.
public record QueuedState(
        @JsonProperty("queuedLocalIds") List<String> queuedLocalIds,
        @JsonProperty("indeterminateLocalIds") List<String> indeterminateLocalIds,
        @JsonProperty("invokedLocalMessages") List<Invoked> invokedLocalMessages) {
    public QueuedState {
        queuedLocalIds = List.copyOf(queuedLocalIds);
        indeterminateLocalIds = List.copyOf(indeterminateLocalIds);
        invokedLocalMessages = List.copyOf(invokedLocalMessages);
    }

    public record Invoked(
            @JsonProperty("localId") String localId, @JsonProperty("invokedAt") long invokedAt) {}
}
