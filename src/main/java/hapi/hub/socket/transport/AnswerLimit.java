package hapi.hub.socket.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Ends the wait for a client's answer: fails `answer` with [java.util.concurrent.TimeoutException]
/// after `timeout`, unless it is complete by then.
@FunctionalInterface
interface AnswerLimit {
    /// By the clock of this machine.
    AnswerLimit REAL =
            (answer, timeout) -> answer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);

    void apply(CompletableFuture<?> answer, Duration timeout);
}
