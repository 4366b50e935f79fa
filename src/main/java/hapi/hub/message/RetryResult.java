package hapi.hub.message;

import hapi.protocol.model.Message;

/// What became of a request to deliver an indeterminate message again.
public sealed interface RetryResult {
    record Retried(String localId) implements RetryResult {}

    record AlreadyQueued(String localId) implements RetryResult {}

    record Unavailable(String localId) implements RetryResult {}

    record Invoked(Message message) implements RetryResult {}

    record NotFound() implements RetryResult {}
}
